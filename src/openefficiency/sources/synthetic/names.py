"""Names and codes of what does not exist: places, hospitals, systems and regions."""

PLACES = [
    "Ashby", "Berrow", "Calder", "Dunmere", "Elmswick", "Fernley", "Garrowby", "Hollin", "Inglewick",
    "Jessop", "Kelmore", "Larkfield", "Merrow", "Netherby", "Oakhanger", "Penwick", "Quarley",
    "Rosedene", "Sallowby", "Tarrant", "Ullesby", "Varley", "Wennow", "Yarrowdale", "Alderley",
    "Brackenby", "Cranmore", "Dovecliff", "Eastwick", "Fallowfield", "Greenhythe", "Hazelby",
    "Ivelcombe", "Junipers", "Kingsmere", "Linden", "Maplecombe", "Northwick", "Orchardleigh",
    "Primrose", "Quillham", "Rowanby", "Sorrel", "Thistledown", "Umberleigh", "Vinehall", "Willowmere",
    "Yewbarrow", "Applewick", "Birchcombe", "Cloverley", "Daleham", "Edenthorpe", "Foxcote",
    "Glenrowan", "Heatherby", "Islewick", "Jasperley", "Kestrelby", "Lavenham",
]  # fmt: skip

DIRECTIONS = (
    "", "North", "South", "East", "West", "Upper", "Lower", "Great", "Little", "Old", "New", "Long", "High",
    "Nether", "Over", "Middle", "Far", "Fair", "Green",
)  # fmt: skip

KINDS = {
    "acute non-specialist": "Hospitals NHS Trust",
    "acute specialist": "Heart and Chest Hospital NHS Foundation Trust",
    "mental health": "Mental Health NHS Foundation Trust",
    "community": "Community Health NHS Trust",
    "ambulance": "Ambulance Service NHS Trust",
    "primary care": "Primary Care Network",
    "commissioner": "Integrated Care Board",
    "other": "Shared Services Agency",
}

# Regions are few and known by name in the publications, so these are England's own.
REGIONS = (("Y58", "South West"), ("Y62", "North West"), ("Y60", "Midlands"))
SYSTEMS = (
    "Ash Valley",
    "Birch Downs",
    "Cedar Coast",
    "Dale and Moor",
    "Elder Plain",
    "Fern Forest",
    "Gorse Hills",
    "Heath and Mere",
)

# No trust in England has a code that begins with Z.
CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXY"


def place(number: int) -> str:
    """A place for each number: when the names are used up, they begin again with a direction."""
    rounds, which = divmod(number, len(PLACES))
    return f"{DIRECTIONS[rounds]} {PLACES[which]}".strip()


def code(number: int) -> str:
    first, second = divmod(number, len(CODE_LETTERS))
    assert first < len(CODE_LETTERS), "there are only 1,089 invented codes"
    return f"Z{CODE_LETTERS[first]}{CODE_LETTERS[second]}"


def system(number: int) -> tuple[str, str]:
    """Code and name of a system: QZA, QZB, ..."""
    rounds, which = divmod(number, len(SYSTEMS))
    return f"QZ{'ABCDEFGHJKLMNPRSTUVWXY'[number]}", SYSTEMS[which] + (f" {rounds + 1}" if rounds else "")
