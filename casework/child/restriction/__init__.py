"""Records closed to all but those named, and the emergency access that opens one."""
