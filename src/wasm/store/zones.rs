//! The time zones of the host: it has all of them, so none is brought along.

use crate::rules::cron::Zone;
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::Offset;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// How the clocks are to be shown: `3/5/2023, 04:30:00`, whatever language the host has.
const LOCALE: &str = "en-US-u-ca-gregory-nu-latn-hc-h23";
const PARTS: [&str; 6] = ["year", "month", "day", "hour", "minute", "second"];

/// Shows what the clocks of a zone show at a moment.
struct HostZone(Function);

/// A time zone that the host knows by that name.
pub(super) fn zone(name: &str) -> Option<Box<dyn Zone>> {
    let options = Object::new();
    let set = |key: &str, value: &str| Reflect::set(&options, &key.into(), &value.into());
    set("timeZone", name).ok()?;
    for part in PARTS {
        set(part, "numeric").ok()?;
    }
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into().ok()?;
    // It throws where it does not know the name.
    let format = Reflect::construct(&class, &Array::of2(&LOCALE.into(), &options)).ok()?;
    let format: Intl::DateTimeFormat = format.dyn_into().ok()?;
    Some(Box::new(HostZone(format.format())))
}

impl Zone for HostZone {
    fn offset(&self, moment: Timestamp) -> Offset {
        // A host that fails now did not do so when it was asked for the zone: there is nothing better to say.
        self.asked(moment).unwrap_or(Offset::UTC)
    }
}

impl HostZone {
    fn asked(&self, moment: Timestamp) -> Option<Offset> {
        let second = moment.as_second();
        #[allow(clippy::cast_precision_loss, reason = "seconds of these millennia are exact")]
        let date = Date::new(&JsValue::from_f64(second as f64 * 1000.0));
        let shown = self.0.call1(&JsValue::UNDEFINED, &date).ok()?.as_string()?;
        let mut numbers =
            shown.split(|character: char| !character.is_ascii_digit()).filter(|digits| !digits.is_empty());
        let mut number = || numbers.next()?.parse::<i16>().ok();
        let (month, day, year) = (number()?, number()?, number()?);
        let (hour, minute, part) = (number()?, number()?, number()?);
        let small = |number: i16| i8::try_from(number).ok();
        let shown =
            civil::DateTime::new(year, small(month)?, small(day)?, small(hour)?, small(minute)?, small(part)?, 0)
                .ok()?;
        let ahead = Offset::UTC.to_timestamp(shown).ok()?.as_second() - second;
        Offset::from_seconds(i32::try_from(ahead).ok()?).ok()
    }
}
