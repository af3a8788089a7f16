//! The triangular distribution: least, most likely, most.

/// Three points; the inverse needs no division.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Triangular {
    min: f64,
    mode: f64,
    max: f64,
}

impl Triangular {
    /// Bounds: `min <= mode <= max` and `min < max`.
    pub(super) const fn new(min: f64, mode: f64, max: f64) -> Self {
        Self { min, mode, max }
    }

    #[inline]
    pub(super) fn quantile(&self, u: f64) -> f64 {
        let width = self.max - self.min;
        let rise = self.mode - self.min;
        let along = u * width;
        if along < rise {
            self.min + (along * rise).sqrt()
        } else {
            self.max - ((width - along) * (self.max - self.mode)).sqrt()
        }
    }

    pub(super) fn above(&self, x: f64) -> f64 {
        let width = self.max - self.min;
        if x <= self.min {
            1.0
        } else if x < self.mode {
            let from = x - self.min;
            1.0 - from * from / (width * (self.mode - self.min))
        } else if x < self.max {
            let left = self.max - x;
            left * left / (width * (self.max - self.mode))
        } else {
            0.0
        }
    }

    pub(super) fn mean(&self) -> f64 {
        (self.min + self.mode + self.max) / 3.0
    }

    pub(super) fn variance(&self) -> f64 {
        let rise = self.mode - self.min;
        let width = self.max - self.min;
        (width * width - rise * (self.max - self.mode)) / 18.0
    }

    pub(super) const fn mode(&self) -> f64 {
        self.mode
    }

    pub(super) const fn bounds(&self) -> (f64, f64) {
        (self.min, self.max)
    }

    pub(super) fn scaled(&self, factor: f64) -> Self {
        Self::new(self.min * factor, self.mode * factor, self.max * factor)
    }
}
