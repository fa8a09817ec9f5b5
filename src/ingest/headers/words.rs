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
    let mut words: Vec<String> = joined_letters(words).into_iter().flat_map(parted).collect();
    for word in &mut words {
        if let Some((_, whole)) = CLIPPED.iter().find(|(clipped, _)| clipped == word) {
            (*whole).clone_into(word);
        }
    }
    words
}

/// `D.O.B.`, `N P I`: letters that stand alone side by side are one word.
fn joined_letters(words: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(words.len());
    let mut letters = false;
    for word in words {
        let letter = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        match joined.last_mut() {
            Some(before) if letter && letters => before.push_str(&word),
            _ => joined.push(word),
        }
        letters = letter;
    }
    joined
}

/// Words of which names are made without a gap: `licensenumber`, `MAILADDR`.
const RUN_TOGETHER: [&str; 56] = [
    "license",
    "licensee",
    "licence",
    "lic",
    "number",
    "nbr",
    "num",
    "no",
    "id",
    "name",
    "nm",
    "first",
    "last",
    "middle",
    "mid",
    "house",
    "address",
    "addr",
    "street",
    "line",
    "suite",
    "city",
    "state",
    "zip",
    "code",
    "phone",
    "fax",
    "email",
    "practice",
    "business",
    "bus",
    "office",
    "work",
    "location",
    "mailing",
    "mail",
    "home",
    "status",
    "type",
    "expiration",
    "issue",
    "date",
    "birth",
    "county",
    "specialty",
    "profession",
    "provider",
    "practitioner",
    "member",
    "credential",
    "full",
    "registration",
    "certificate",
    "permit",
    "organization",
    "company",
];

/// The words that a word is made of, if it is made of nothing else.
fn parted(word: String) -> Vec<String> {
    // Longer than any name of a column; the search below is over all ways to part a word.
    const LONGEST: usize = 40;
    if word.len() < 5 || word.len() > LONGEST || RUN_TOGETHER.contains(&word.as_str()) {
        return vec![word];
    }
    // For each place the last word of a way to it, the longest first.
    let mut last: Vec<Option<&str>> = vec![None; word.len() + 1];
    for end in 1..=word.len() {
        let fits = |known: &&&str| {
            let start = end.checked_sub(known.len());
            start.is_some_and(|start| {
                (start == 0 || last[start].is_some()) && word.get(start..end) == Some(**known)
            })
        };
        last[end] = RUN_TOGETHER.iter().filter(fits).max_by_key(|known| known.len()).copied();
    }
    let mut parts = Vec::new();
    let mut end = word.len();
    while end > 0 {
        let Some(part) = last[end] else { return vec![word] };
        parts.push(part.to_owned());
        end -= part.len();
    }
    parts.reverse();
    parts
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
    ("addresses", "address"),
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
