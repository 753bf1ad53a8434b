"""Who we work with: schools, universities, agencies and their contact people.

It keeps facts with who confirmed them and when; it never holds anything about a child."""
