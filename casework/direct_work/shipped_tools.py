"""The library of tools as shipped, in our own words. A service adds and retires its own."""

TOOLS: tuple[dict[str, str], ...] = (
    {
        "code": "three-houses",
        "name": "Three houses",
        "helps_with": (
            "Hearing what worries a child, what is good, and what they wish for, in one drawing."
        ),
        "how": (
            "Draw three houses together, or let the child draw them: a house of worries, a "
            "house of good things, a house of dreams. Ask what is going on inside each one,"
            " who is there and what they say. Write the child's words beside the drawing, "
            "exactly as they say them. End with the house of dreams. Ask who may see the "
            "drawing before you show it to anyone."
        ),
        "bring": "Large paper, felt pens",
        "ages": "4 to 12",
        "take_care": (
            "Something frightening may come up in the house of worries: know whom you will "
            "ring, and leave time to come back to something good."
        ),
    },
    {
        "code": "wishes-and-feelings",
        "name": "Wishes and feelings",
        "helps_with": "Writing down with a child what they want others to know before a meeting.",
        "how": (
            "Explain which meeting it is for and who will read it. Go through a few open "
            "questions: what is going well, what should stop, what should start, who helps."
            " Use drawings or faces for those who do not write. Read it back and change "
            "what is wrong."
        ),
        "bring": "A sheet with the questions, pens, stickers",
        "ages": "5 to 17",
        "take_care": (
            "Do not promise that everything will happen. Say afterwards what was decided and why."
        ),
    },
    {
        "code": "feelings-cards",
        "name": "Feelings cards",
        "helps_with": "Finding words for feelings, and which of them turn up where.",
        "how": (
            "Lay out cards with faces and words. Let the child choose those that fit today,"
            " then those that fit home, school and contact. Ask when the feeling comes, "
            "where in the body it sits, and what makes it smaller."
        ),
        "bring": "A set of cards, in the child's language where there is one",
        "ages": "3 to 14",
        "take_care": "Follow the child's own word even if the card says another.",
    },
    {
        "code": "scaling",
        "name": "Scaling walk",
        "helps_with": "Talking about how safe it feels, and what one step up would look like.",
        "how": (
            "Put numbers from 0 to 10 on the floor. Ask the child to stand where today is, "
            "and what makes it that number and not a lower one. Ask what one step up would "
            "look like, who would notice first, and where Mum, Dad or a teacher would "
            "stand."
        ),
        "bring": "Number cards, tape",
        "ages": "6 to 17",
        "take_care": "The number matters less than the reasons: write those down.",
    },
    {
        "code": "ecomap",
        "name": "Ecomap",
        "helps_with": "Seeing who and what is around a child, and which ties hold.",
        "how": (
            "Put the child in the middle. Add people, places, clubs, pets and professionals"
            " around. Draw thick lines for strong ties, thin for weak, zigzag for "
            "difficult. Ask what each one gives and takes, and who is missing."
        ),
        "bring": "Large paper, coloured pens, small figures",
        "ages": "6 to 17",
        "take_care": "Others on the map have a right to privacy too: share it with care.",
    },
    {
        "code": "life-story",
        "name": "Life story work",
        "helps_with": "Helping a child understand where they come from and what happened.",
        "how": (
            "Agree with carers and the social worker what is known and what may be told. "
            "Collect photographs, places and dates with their sources. Work on a line of "
            "time together, one piece a session. Tell the truth in words that fit the age. "
            "Keep a list of gaps and questions."
        ),
        "bring": "Album or folder, copies of photographs, a line of time",
        "ages": "4 to 17",
        "take_care": (
            "Plan who is there for the child after each session. Keep copies, never the "
            "only original."
        ),
    },
    {
        "code": "day-in-my-life",
        "name": "A day in my life",
        "helps_with": "Learning how ordinary days go, from waking up to sleep.",
        "how": (
            "Draw the day as a comic strip or a clock. Ask small things: who wakes you, "
            "what is for breakfast, who is home, what happens at bedtime. Compare a school "
            "day with a Sunday."
        ),
        "bring": "Paper with boxes, pens",
        "ages": "4 to 14",
        "take_care": "Listen for what is not said, and ask again another day instead of pressing.",
    },
    {
        "code": "safe-people-hand",
        "name": "Hand of safe people",
        "helps_with": "Finding people a child can go to when something is wrong.",
        "how": (
            "Draw round the child's hand. Each finger is somebody they can tell, with how "
            "to reach them. Practise what to say. Check with those people that they know "
            "and agree."
        ),
        "bring": "Paper, pens",
        "ages": "3 to 11",
        "take_care": "A finger left empty is important: take it to the accountable worker.",
    },
    {
        "code": "worry-box",
        "name": "Worry box",
        "helps_with": "Putting worries somewhere between sessions, and sorting them together.",
        "how": (
            "Make and decorate a box. Worries go in as words or drawings. Each session take"
            " some out: which got smaller, which need an adult, which can be thrown away."
        ),
        "bring": "A box, slips of paper, glue",
        "ages": "5 to 12",
        "take_care": "Agree where the box stays and who may open it.",
    },
    {
        "code": "kitbag",
        "name": "Kitbag",
        "helps_with": "Calming down and talking about feelings with the things in a small bag.",
        "how": (
            "Unroll the bag and let the child choose: cards, finger puppets, an hourglass, "
            "a talking stick, oil, a quiet exercise. Use the hourglass to stay with one "
            "thing. Close with something calm, and note which item the child chose."
        ),
        "bring": "The bag; check that nothing is missing",
        "ages": "4 to 17",
        "take_care": "Ask about allergies before using oils. Use it as its owner's guidance says.",
    },
    {
        "code": "sentence-starters",
        "name": "Sentence starters",
        "helps_with": "Beginning a conversation with somebody who finds questions hard.",
        "how": (
            "Take turns finishing sentences such as “A good day is…”, “I wish grown-ups "
            "knew…”, “It helps when…”. Answer some yourself, lightly."
        ),
        "bring": "Cards with sentences",
        "ages": "8 to 17",
        "take_care": "Passing is always allowed.",
    },
    {
        "code": "play",
        "name": "Play with figures",
        "helps_with": "Hearing from young children, and those with few words, through play.",
        "how": (
            "Offer houses, figures and animals, and follow the child's story. Say aloud "
            "what you see without explaining it. Write down afterwards what was played and "
            "said, apart from what you think it means."
        ),
        "bring": "Figures of many kinds, a house, animals",
        "ages": "2 to 7",
        "take_care": "Never ask leading questions: what a child says may matter in an enquiry.",
    },
)
