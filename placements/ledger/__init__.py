"""The day ledger: what each day was, entered by the student, confirmed by the educator."""
