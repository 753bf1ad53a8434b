"""The clock on the wall: working days, clock rules as versioned data, deadlines, reminders.

It knows rules and dates; it never knows a child's name and never lets anyone type a due date."""
