"""Code sets of the children in need census that describe a child. Source: the DfE's codes."""

from django.db import models


class Sex(models.TextChoices):
    M = "M", "Male"
    F = "F", "Female"
    U = "U", "Not known, or not yet born"


class Ethnicity(models.TextChoices):
    WBRI = "WBRI", "White British"
    WIRI = "WIRI", "White Irish"
    WIRT = "WIRT", "Traveller of Irish heritage"
    WROM = "WROM", "Gypsy or Roma"
    WOTH = "WOTH", "Any other White background"
    MWBC = "MWBC", "White and Black Caribbean"
    MWBA = "MWBA", "White and Black African"
    MWAS = "MWAS", "White and Asian"
    MOTH = "MOTH", "Any other mixed background"
    AIND = "AIND", "Indian"
    APKN = "APKN", "Pakistani"
    ABAN = "ABAN", "Bangladeshi"
    AOTH = "AOTH", "Any other Asian background"
    CHNE = "CHNE", "Chinese"
    BCRB = "BCRB", "Black Caribbean"
    BAFR = "BAFR", "Black African"
    BOTH = "BOTH", "Any other Black background"
    OOTH = "OOTH", "Any other ethnic group"
    REFU = "REFU", "Refused to say"
    NOBT = "NOBT", "Not obtained yet"


class Disability(models.TextChoices):
    NONE = "NONE", "None"
    MOB = "MOB", "Mobility"
    HAND = "HAND", "Hand function"
    PC = "PC", "Personal care"
    INC = "INC", "Incontinence"
    COMM = "COMM", "Communication"
    LD = "LD", "Learning"
    HEAR = "HEAR", "Hearing"
    VIS = "VIS", "Vision"
    BEH = "BEH", "Behaviour"
    CON = "CON", "Consciousness"
    AUT = "AUT", "Autism"
    DDA = "DDA", "Other disability"


class UpnUnknown(models.TextChoices):
    UN1 = "UN1", "Not of school age"
    UN2 = "UN2", "Never in a maintained school in England"
    UN3 = "UN3", "Educated outside England"
    UN4 = "UN4", "Newly known to us, number not yet obtained"
    UN5 = "UN5", "Sources disagree"
    UN6 = "UN6", "Another reason"
    UN7 = "UN7", "Referral with no further action only"
