//! The words of a column's name: parted, small, and written out where lists clip them.

/// The words of a name, small, parted where blanks, signs, digits or capitals part them; clipped ones written out.
pub(in crate::ingest) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    // Three capitals before small letters are a word of their own here only.
    let name = name.replace("ZIPcode", "zip code").replace("ZIPCode", "zip code");
    let letters: Vec<char> = name.chars().collect();
    for (place, &letter) in letters.iter().enumerate() {
        if !letter.is_ascii_alphanumeric() {
            open = false;
            continue;
        }
        let before = place.checked_sub(1).map(|before| letters[before]);
        let after = letters.get(place + 1);
        let rises = letter.is_ascii_uppercase()
            && (before.is_some_and(|before| before.is_ascii_lowercase())
                || before.is_some_and(|before| before.is_ascii_uppercase())
                    && after.is_some_and(char::is_ascii_lowercase));
        let changes = before.is_some_and(|before| before.is_ascii_digit() != letter.is_ascii_digit());
        match words.last_mut() {
            Some(word) if open && !rises && !changes => word.push(letter.to_ascii_lowercase()),
            _ => words.push(letter.to_ascii_lowercase().to_string()),
        }
        open = true;
    }
    for word in &mut words {
        if let Some((_, whole)) = CLIPPED.iter().find(|(clipped, _)| clipped == word) {
            (*whole).clone_into(word);
        }
    }
    words
}

/// Clipped words of headers, and what they stand for.
///
/// # Source
/// Column names of Medicare public use files, the Doctors and Clinicians file, and rosters of state boards.
const CLIPPED: &[(&str, &str)] = &[
    ("nm", "name"),
    ("nme", "name"),
    ("names", "name"),
    ("lst", "last"),
    ("surname", "last"),
    ("lname", "last"),
    ("lastname", "last"),
    ("family", "last"),
    ("frst", "first"),
    ("fst", "first"),
    ("fname", "first"),
    ("firstname", "first"),
    ("given", "first"),
    ("forename", "first"),
    ("mid", "middle"),
    ("mdl", "middle"),
    ("mi", "middle"),
    ("mname", "middle"),
    ("sfx", "suffix"),
    ("suff", "suffix"),
    ("addr", "address"),
    ("adr", "address"),
    ("addrs", "address"),
    ("ln", "line"),
    ("str", "street"),
    ("ste", "suite"),
    ("cty", "city"),
    ("town", "city"),
    ("municipality", "city"),
    ("cnty", "county"),
    ("parish", "county"),
    ("cntry", "country"),
    ("prvdr", "provider"),
    ("prov", "provider"),
    ("provdr", "provider"),
    ("phys", "physician"),
    ("phn", "phone"),
    ("ph", "phone"),
    ("tel", "phone"),
    ("tele", "phone"),
    ("telephone", "phone"),
    ("numbr", "number"),
    ("nbr", "number"),
    ("num", "number"),
    ("no", "number"),
    ("nmbr", "number"),
    ("nr", "number"),
    ("lic", "license"),
    ("lics", "license"),
    ("licence", "license"),
    ("licensure", "license"),
    ("lcns", "license"),
    ("cert", "certificate"),
    ("certification", "certificate"),
    ("reg", "registration"),
    ("regis", "registration"),
    ("spec", "specialty"),
    ("spclty", "specialty"),
    ("splty", "specialty"),
    ("speciality", "specialty"),
    ("specialties", "specialty"),
    ("specialities", "specialty"),
    ("specialization", "specialty"),
    ("specializations", "specialty"),
    ("crdntls", "credential"),
    ("cred", "credential"),
    ("creds", "credential"),
    ("credentials", "credential"),
    ("degrees", "degree"),
    ("gndr", "gender"),
    ("sex", "gender"),
    ("abrvtn", "code"),
    ("abbr", "code"),
    ("abbrev", "code"),
    ("abbreviation", "code"),
    ("cd", "code"),
    ("desc", "description"),
    ("descr", "description"),
    ("typ", "type"),
    ("dt", "date"),
    ("dte", "date"),
    ("exp", "expiration"),
    ("expr", "expiration"),
    ("expires", "expiration"),
    ("expiry", "expiration"),
    ("sta", "status"),
    ("stat", "status"),
    ("ofc", "office"),
    ("off", "office"),
    ("bus", "business"),
    ("busn", "business"),
    ("biz", "business"),
    ("prac", "practice"),
    ("pract", "practice"),
    ("practicing", "practice"),
    ("loc", "location"),
    ("org", "organization"),
    ("orgn", "organization"),
    ("organisation", "organization"),
    ("organizational", "organization"),
    ("mail", "mailing"),
    ("mlg", "mailing"),
    ("ent", "entity"),
    ("lang", "language"),
    ("langs", "language"),
    ("languages", "language"),
    ("lat", "latitude"),
    ("lng", "longitude"),
    ("lon", "longitude"),
    ("long", "longitude"),
    ("prim", "primary"),
    ("pri", "primary"),
    ("sec", "secondary"),
    ("ins", "insurance"),
    ("postcode", "zip"),
    ("zipcode", "zip"),
];
