//! The names of time zones. It knows no rules of zones: neither offsets nor summer times.

use crate::nearest::nearest;
use std::borrow::Cow;

/// The names of the IANA time zone database, links included, without `Etc` (which the platform refuses) and `Factory`
/// (which is no place's). A region, and its places; names without a region stand under the empty one.
///
/// A test compares it with the database itself.
#[rustfmt::skip]
const ZONES: &[(&str, &str)] = &[
    ("", "CET CST6CDT Cuba EET EST EST5EDT Egypt Eire GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST \
      Hongkong Iceland Iran Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC \
      PST8PDT Poland Portugal ROC ROK Singapore Turkey UCT UTC Universal W-SU WET Zulu"),
    ("Africa", "Abidjan Accra Addis_Ababa Algiers Asmara Asmera Bamako Bangui Banjul Bissau Blantyre Brazzaville \
      Bujumbura Cairo Casablanca Ceuta Conakry Dakar Dar_es_Salaam Djibouti Douala El_Aaiun Freetown \
      Gaborone Harare Johannesburg Juba Kampala Khartoum Kigali Kinshasa Lagos Libreville Lome Luanda \
      Lubumbashi Lusaka Malabo Maputo Maseru Mbabane Mogadishu Monrovia Nairobi Ndjamena Niamey Nouakchott \
      Ouagadougou Porto-Novo Sao_Tome Timbuktu Tripoli Tunis Windhoek"),
    ("America", "Adak Anchorage Anguilla Antigua Araguaina Argentina/Buenos_Aires Argentina/Catamarca \
      Argentina/ComodRivadavia Argentina/Cordoba Argentina/Jujuy Argentina/La_Rioja Argentina/Mendoza \
      Argentina/Rio_Gallegos Argentina/Salta Argentina/San_Juan Argentina/San_Luis Argentina/Tucuman \
      Argentina/Ushuaia Aruba Asuncion Atikokan Atka Bahia Bahia_Banderas Barbados Belem Belize \
      Blanc-Sablon Boa_Vista Bogota Boise Buenos_Aires Cambridge_Bay Campo_Grande Cancun Caracas Catamarca \
      Cayenne Cayman Chicago Chihuahua Ciudad_Juarez Coral_Harbour Cordoba Costa_Rica Coyhaique Creston \
      Cuiaba Curacao Danmarkshavn Dawson Dawson_Creek Denver Detroit Dominica Edmonton Eirunepe \
      El_Salvador Ensenada Fort_Nelson Fort_Wayne Fortaleza Glace_Bay Godthab Goose_Bay Grand_Turk Grenada \
      Guadeloupe Guatemala Guayaquil Guyana Halifax Havana Hermosillo Indiana/Indianapolis Indiana/Knox \
      Indiana/Marengo Indiana/Petersburg Indiana/Tell_City Indiana/Vevay Indiana/Vincennes Indiana/Winamac \
      Indianapolis Inuvik Iqaluit Jamaica Jujuy Juneau Kentucky/Louisville Kentucky/Monticello Knox_IN \
      Kralendijk La_Paz Lima Los_Angeles Louisville Lower_Princes Maceio Managua Manaus Marigot Martinique \
      Matamoros Mazatlan Mendoza Menominee Merida Metlakatla Mexico_City Miquelon Moncton Monterrey \
      Montevideo Montreal Montserrat Nassau New_York Nipigon Nome Noronha North_Dakota/Beulah \
      North_Dakota/Center North_Dakota/New_Salem Nuuk Ojinaga Panama Pangnirtung Paramaribo Phoenix \
      Port-au-Prince Port_of_Spain Porto_Acre Porto_Velho Puerto_Rico Punta_Arenas Rainy_River \
      Rankin_Inlet Recife Regina Resolute Rio_Branco Rosario Santa_Isabel Santarem Santiago Santo_Domingo \
      Sao_Paulo Scoresbysund Shiprock Sitka St_Barthelemy St_Johns St_Kitts St_Lucia St_Thomas St_Vincent \
      Swift_Current Tegucigalpa Thule Thunder_Bay Tijuana Toronto Tortola Vancouver Virgin Whitehorse \
      Winnipeg Yakutat Yellowknife"),
    ("Antarctica", "Casey Davis DumontDUrville Macquarie Mawson McMurdo Palmer Rothera South_Pole Syowa Troll Vostok"),
    ("Arctic", "Longyearbyen"),
    ("Asia", "Aden Almaty Amman Anadyr Aqtau Aqtobe Ashgabat Ashkhabad Atyrau Baghdad Bahrain Baku Bangkok Barnaul \
      Beirut Bishkek Brunei Calcutta Chita Choibalsan Chongqing Chungking Colombo Dacca Damascus Dhaka \
      Dili Dubai Dushanbe Famagusta Gaza Harbin Hebron Ho_Chi_Minh Hong_Kong Hovd Irkutsk Istanbul Jakarta \
      Jayapura Jerusalem Kabul Kamchatka Karachi Kashgar Kathmandu Katmandu Khandyga Kolkata Krasnoyarsk \
      Kuala_Lumpur Kuching Kuwait Macao Macau Magadan Makassar Manila Muscat Nicosia Novokuznetsk \
      Novosibirsk Omsk Oral Phnom_Penh Pontianak Pyongyang Qatar Qostanay Qyzylorda Rangoon Riyadh Saigon \
      Sakhalin Samarkand Seoul Shanghai Singapore Srednekolymsk Taipei Tashkent Tbilisi Tehran Tel_Aviv \
      Thimbu Thimphu Tokyo Tomsk Ujung_Pandang Ulaanbaatar Ulan_Bator Urumqi Ust-Nera Vientiane \
      Vladivostok Yakutsk Yangon Yekaterinburg Yerevan"),
    ("Atlantic", "Azores Bermuda Canary Cape_Verde Faeroe Faroe Jan_Mayen Madeira Reykjavik South_Georgia St_Helena \
      Stanley"),
    ("Australia", "ACT Adelaide Brisbane Broken_Hill Canberra Currie Darwin Eucla Hobart LHI Lindeman Lord_Howe \
      Melbourne NSW North Perth Queensland South Sydney Tasmania Victoria West Yancowinna"),
    ("Brazil", "Acre DeNoronha East West"),
    ("Canada", "Atlantic Central Eastern Mountain Newfoundland Pacific Saskatchewan Yukon"),
    ("Chile", "Continental EasterIsland"),
    ("Europe", "Amsterdam Andorra Astrakhan Athens Belfast Belgrade Berlin Bratislava Brussels Bucharest Budapest \
      Busingen Chisinau Copenhagen Dublin Gibraltar Guernsey Helsinki Isle_of_Man Istanbul Jersey \
      Kaliningrad Kiev Kirov Kyiv Lisbon Ljubljana London Luxembourg Madrid Malta Mariehamn Minsk Monaco \
      Moscow Nicosia Oslo Paris Podgorica Prague Riga Rome Samara San_Marino Sarajevo Saratov Simferopol \
      Skopje Sofia Stockholm Tallinn Tirane Tiraspol Ulyanovsk Uzhgorod Vaduz Vatican Vienna Vilnius \
      Volgograd Warsaw Zagreb Zaporozhye Zurich"),
    ("Indian", "Antananarivo Chagos Christmas Cocos Comoro Kerguelen Mahe Maldives Mauritius Mayotte Reunion"),
    ("Mexico", "BajaNorte BajaSur General"),
    ("Pacific", "Apia Auckland Bougainville Chatham Chuuk Easter Efate Enderbury Fakaofo Fiji Funafuti Galapagos \
      Gambier Guadalcanal Guam Honolulu Johnston Kanton Kiritimati Kosrae Kwajalein Majuro Marquesas \
      Midway Nauru Niue Norfolk Noumea Pago_Pago Palau Pitcairn Pohnpei Ponape Port_Moresby Rarotonga \
      Saipan Samoa Tahiti Tarawa Tongatapu Truk Wake Wallis Yap"),
    ("US", "Alaska Aleutian Arizona Central East-Indiana Eastern Hawaii Indiana-Starke Michigan Mountain Pacific \
      Samoa"),
];

/// All names that the platform takes, besides offsets.
pub fn names() -> impl Iterator<Item = Cow<'static, str>> {
    ZONES.iter().flat_map(|(region, places)| {
        places.split_ascii_whitespace().map(move |place| match *region {
            "" => Cow::Borrowed(place),
            region => Cow::Owned(format!("{region}/{place}")),
        })
    })
}

/// Whether the platform knows a zone of that name. Joda-Time, which it asks, tells upper from lower case.
///
/// ```
/// use airbyte_db::rules::zones::is_known;
///
/// assert!(is_known("Europe/Berlin") && is_known("UTC") && is_known("+02:00"));
/// assert!(!is_known("europe/berlin") && !is_known("Etc/UTC"));
/// ```
pub fn is_known(name: &str) -> bool {
    let (region, place) = match name.split_once('/') {
        Some(("", _)) => return false,
        Some(parts) => parts,
        None => ("", name),
    };
    let known = ZONES.iter().find(|(known, _)| *known == region);
    known.is_some_and(|(_, places)| places.split_ascii_whitespace().any(|known| known == place)) || is_offset(name)
}

/// Whether the name is one that the platform's API refuses, although Joda-Time may know it (facts, databases 2.4).
pub fn is_refused(name: &str) -> bool {
    name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("etc"))
}

/// The name that was probably meant: nearly the same, or the same place in its region (`Berlin`).
pub fn meant(name: &str) -> Option<String> {
    if is_refused(name) {
        return Some(instead_of_etc(name));
    }
    let names: Vec<Cow<'_, str>> = names().collect();
    let near = nearest(name, names.iter().map(|name| &**name));
    let of_place = || {
        let mut same = names.iter().filter(|known| known.rsplit('/').next().is_some_and(|place| is_same(place, name)));
        same.next().filter(|_| same.next().is_none())
    };
    near.map(str::to_owned).or_else(|| of_place().map(|name| name.clone().into_owned()))
}

fn is_same(place: &str, name: &str) -> bool {
    place.eq_ignore_ascii_case(&name.trim().replace(' ', "_"))
}

/// `Etc/GMT+5` is five hours *west* of Greenwich.
fn instead_of_etc(name: &str) -> String {
    let tail = name.get(3..).unwrap_or("").trim_start_matches('/').to_ascii_uppercase();
    let hours = tail.strip_prefix("GMT").and_then(|hours| hours.parse::<i8>().ok()).unwrap_or(0);
    match hours {
        1..=12 => format!("-{hours:02}:00"),
        -14..=-1 => format!("+{:02}:00", -hours),
        _ => "UTC".to_owned(),
    }
}

/// An offset as Joda-Time takes it in the place of a name: `+02:00`, `-0530`, `+09`.
fn is_offset(name: &str) -> bool {
    let Some(digits) = name.strip_prefix(['+', '-']) else { return false };
    let (hours, minutes) = match digits.as_bytes() {
        [h1, h2] => ([*h1, *h2], *b"00"),
        [h1, h2, m1, m2] | [h1, h2, b':', m1, m2] => ([*h1, *h2], [*m1, *m2]),
        _ => return false,
    };
    let all = hours.iter().chain(&minutes).all(u8::is_ascii_digit);
    all && hours <= *b"23" && minutes <= *b"59"
}
