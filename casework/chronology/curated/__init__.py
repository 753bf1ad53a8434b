"""The chronology people choose and weigh: versions that are finished, printed and compared."""
