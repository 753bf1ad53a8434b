"""Child in need and child protection plans and their reviews; one open plan a child."""
