//! The figures, for people.

use std::fs;
use std::thread;

use super::cables::Cable;

pub(crate) fn head() {
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let processors = thread::available_parallelism().map_or(0, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?");
    println!("Linux {}, {processors} processors, load {load}", kernel.trim());
}

/// What was measured, each several times.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<Row>,
}

struct Row {
    subject: String,
    unit: &'static str,
    cable: Cable,
    values: Vec<f64>,
}

impl Table {
    pub(crate) fn add(&mut self, subject: &str, unit: &'static str, cable: Cable, value: f64) {
        let row = self.rows.iter_mut().find(|row| row.subject == subject && row.cable == cable);
        if let Some(row) = row {
            row.values.push(value);
        } else {
            let subject = subject.to_owned();
            self.rows.push(Row { subject, unit, cable, values: vec![value] });
        }
    }

    /// Prints the rows of each subject together.
    pub(crate) fn print(&mut self) {
        let [min, middle, max, ratio] = ["min", "median", "max", "median / plain"];
        println!("\n{:<34} {min:>10} {middle:>10} {max:>10} {ratio:>15}", "");
        let mut subjects: Vec<String> = Vec::new();
        for row in &self.rows {
            if !subjects.contains(&row.subject) {
                subjects.push(row.subject.clone());
            }
        }
        for subject in subjects {
            let mut plain = None;
            for row in self.rows.iter_mut().filter(|row| row.subject == subject) {
                let middle = median(&mut row.values);
                let plain = *plain.get_or_insert_with(|| {
                    println!("{subject}, {}", row.unit);
                    middle
                });
                let (Some(min), Some(max)) = (row.values.first(), row.values.last()) else {
                    continue;
                };
                let ratio = middle / plain;
                let cable = row.cable;
                println!("  {cable:<32} {min:>10.2} {middle:>10.2} {max:>10.2} {ratio:>15.2}");
            }
        }
    }
}

/// Sorts values, and returns the one in the middle.
pub(crate) fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
