"""What every record promises: states, sign-off, versions, history, read log, attachments.

It knows no child and no placement; it never decides who may see a record."""
