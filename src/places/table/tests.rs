//! Tables of places, read back and damaged.

use super::*;

const ZIPS: &str = include_str!("../../../data/places/zips.csv");
const CITIES: &str = include_str!("../../../data/places/cities.csv");
const NICKNAMES: &str = include_str!("../../../data/places/nicknames.csv");

#[test]
fn every_row_of_the_bundled_tables_is_read_as_the_csv_crate_reads_it() {
    let table = Table::load(ZIPS, CITIES, NICKNAMES).expect("the bundled tables load");
    let mut reader = csv::Reader::from_reader(ZIPS.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("zips.csv");
    assert_eq!(rows.len(), table.zips.len());
    for (row, entry) in rows.iter().zip(&table.zips) {
        assert_eq!(row[0], entry.zip.to_string());
        assert_eq!(row[1], format!("{:.5}", entry.point.lat()));
        assert_eq!(row[2], format!("{:.5}", entry.point.lon()));
        assert_eq!((&row[3], &row[4]), (entry.city.as_str(), entry.state.code()));
        assert_eq!(&row[6] == "po_box", entry.po_box);
    }
    let mut reader = csv::Reader::from_reader(CITIES.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("cities.csv");
    for (row, city) in rows.iter().zip(&table.cities) {
        assert_eq!((&row[0], &row[1]), (city.name, city.state.code()));
        assert_eq!(row[4], city.population.to_string());
    }
    assert!(table.cities.len() > rows.len(), "post offices name further towns");
}

#[test]
fn a_damaged_table_is_refused_with_its_line() {
    let zip = "zip,lat,lon,city,state,county,kind,source\n00501,40.8,-73.0,Holtsville,NY,Suffolk,unique,x\n";
    let city = "name,state,lat,lon,population\nPittsburgh,PA,40.4,-79.9,300000\n";
    let nick = "nickname,city,state,rank,source\nPgh,Pittsburgh,PA,first,x\n";
    assert!(Table::load(zip, city, nick).is_ok());
    let leak = |text: String| -> &'static str { text.leak() };
    let cases = [
        (leak(format!("{zip}00501,40.8,-73.0,Again,NY,Suffolk,unique,x\n")), city, nick, "zips.csv", 3),
        (leak(format!("{zip}00502,90.8,-73.0,North,NY,Suffolk,unique,x\n")), city, nick, "zips.csv", 3),
        (leak(format!("{zip}00502,40.8,-73.0,Nowhere,ZZ,Suffolk,unique,x\n")), city, nick, "zips.csv", 3),
        (leak(format!("{zip}00502,40.8\n")), city, nick, "zips.csv", 3),
        (zip, leak(format!("{city}Erie,PA,42.1,-80.1,many\n")), nick, "cities.csv", 3),
        (zip, leak(format!("{city}Erie,PA,42.1,-80.1,1,2\n")), nick, "cities.csv", 3),
        (zip, "name\n", nick, "cities.csv", 1),
        (zip, city, leak(format!("{nick}Philly,Philadelphia,PA,first,x\n")), "nicknames.csv", 3),
        (zip, city, leak(format!("{nick}Burgh,Pittsburgh,PA,always,x\n")), "nicknames.csv", 3),
    ];
    for (zips, cities, nicknames, table, line) in cases {
        let error = Table::load(zips, cities, nicknames).expect_err("damaged");
        assert_eq!((error.table, error.line), (table, line), "{error}");
    }
}

#[test]
fn keys_find_the_most_populous_first_and_each_state_once() {
    let table = Table::load(ZIPS, CITIES, NICKNAMES).expect("the bundled tables load");
    let states: Vec<&str> = table.named("springfield").map(|row| table.city(row).state.code()).collect();
    assert_eq!(states[..3], ["MO", "MA", "IL"]);
    let mut once = states.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), states.len());
    assert!(table.named("springfieldx").next().is_none());
    let every: Vec<&str> = table.beginning("").map(|(key, _)| key).collect();
    assert!(every.is_sorted());
}

#[test]
fn similar_keys_hold_every_one_that_is_so_near() {
    let table = Table::load(ZIPS, CITIES, NICKNAMES).expect("the bundled tables load");
    for typed in ["pittsbrugh", "cincinatti", "pheonix", "huston", "bostonn", "xqzzy", "st", "29palms"] {
        for edits in [1, 2] {
            let near = |(name, _): &(&str, u32)| strsim::osa_distance(name, typed) <= edits;
            let scanned: Vec<_> = table.beginning("").filter(near).collect();
            let mut similar: Vec<_> = table.similar(typed, edits).filter(near).collect();
            similar.sort_by_key(|(name, _)| *name);
            assert_eq!(similar, scanned, "{typed}");
            assert!(table.similar(typed, edits).count() < table.keys.len() / 4, "{typed} is not narrowed");
        }
    }
}

#[test]
fn a_post_office_town_lies_in_the_middle_of_its_zip_codes() {
    let table = Table::load(ZIPS, CITIES, NICKNAMES).expect("the bundled tables load");
    let row = table.in_state("holtsville", "NY".parse().expect("a state")).expect("a town");
    assert!((table.city(row).point.lat() - 40.8).abs() < 0.1);
    let points = [(1.0, 5.0), (2.0, 9.0), (4.0, 1.0)];
    let town = points.map(|(lat, lon)| ((), (), LatLon::new(lat, lon).expect("a point"), ()));
    assert_eq!(median(&town), LatLon::new(2.0, 5.0).ok());
    assert_eq!(median(&town[..2]), LatLon::new(1.5, 7.0).ok());
    assert_eq!(median::<(), (), ()>(&[]), None);
}
