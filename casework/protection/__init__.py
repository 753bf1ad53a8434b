"""Strategy discussion, s.47 enquiry, conferences, core groups; never led by a student."""
