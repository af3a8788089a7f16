//! The cells of a sheet in its text, so that a message can say which cell it is about.

/// Where the cells of a sheet begin.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    /// Whether rows and columns have addresses such as `C7`.
    is_workbook: bool,
    /// Headers by column.
    headers: Vec<(usize, String)>,
    /// First byte, row and column of each cell, from 0, ascending.
    starts: Vec<(usize, u32, u16)>,
    rows: u32,
}

impl Cells {
    /// Those of a sheet of a workbook.
    pub fn workbook() -> Self {
        Self { is_workbook: true, ..Self::default() }
    }

    /// Begins a row; its number, from 0.
    pub const fn next_row(&mut self) -> u32 {
        self.rows += 1;
        self.rows - 1
    }

    /// Adds a cell behind all others.
    pub fn add(&mut self, start: usize, row: u32, column: usize) {
        self.starts.push((start, row, u16::try_from(column).unwrap_or(u16::MAX)));
    }

    /// Gives a column its header.
    pub fn name_column(&mut self, column: usize, header: &str) {
        self.headers.push((column, header.to_owned()));
    }

    /// The cell that holds the byte `at`.
    pub(super) fn at(&self, at: usize) -> Option<String> {
        let behind = self.starts.partition_point(|&(start, ..)| start <= at);
        let &(_, row, column) = self.starts.get(behind.checked_sub(1)?)?;
        let column = usize::from(column);
        let header = self.headers.iter().find(|(known, _)| *known == column);
        let header = header.map(|(_, header)| format!("column `{header}`"));
        let address = self.is_workbook.then(|| format!("cell {}", Self::address(row, column)));
        match (address, header) {
            (Some(address), Some(header)) => Some(format!("{address}, {header}")),
            (one, other) => one.or(other),
        }
    }

    /// The column that holds the byte `at`: its header.
    pub(super) fn column(&self, at: usize) -> Option<String> {
        let behind = self.starts.partition_point(|&(start, ..)| start <= at);
        let &(_, _, column) = self.starts.get(behind.checked_sub(1)?)?;
        let header = self.headers.iter().find(|(known, _)| *known == usize::from(column));
        header.map(|(_, header)| format!("column `{header}`"))
    }

    /// The address of a cell, such as `C7`, of row and column from 0.
    pub fn address(row: u32, column: usize) -> String {
        let mut letters = String::new();
        let mut rest = column + 1;
        while rest > 0 {
            rest -= 1;
            let letter = u8::try_from(rest % 26).unwrap_or(0);
            letters.insert(0, char::from(b'A' + letter));
            rest /= 26;
        }
        format!("{letters}{}", row + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_as_spreadsheets_call_them() {
        let address = |column| Cells::address(6, column);
        assert_eq!(address(0), "A7");
        assert_eq!(address(25), "Z7");
        assert_eq!(address(26), "AA7");
        assert_eq!(address(701), "ZZ7");
        assert_eq!(address(702), "AAA7");
    }
}
