//! Rounding and fused multiplication of floats, for processors without instructions for them (x86-64
//! before SSE4.1 and FMA): operands in, results as IEEE 754 defines them out, NaNs quiet.

const F32_QUIET: u32 = 1 << 22;
const F64_QUIET: u64 = 1 << 51;

/// Rounds down.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_floor_f32(value: f32) -> f32 {
    let nearest = ahead_nearest_f32(value);
    let floor = if nearest > value { nearest - 1.0 } else { nearest };
    with_sign_f32(floor, value)
}

/// Rounds down.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_floor_f64(value: f64) -> f64 {
    let nearest = ahead_nearest_f64(value);
    let floor = if nearest > value { nearest - 1.0 } else { nearest };
    with_sign_f64(floor, value)
}

/// Rounds up.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_ceil_f32(value: f32) -> f32 {
    let nearest = ahead_nearest_f32(value);
    let ceil = if nearest < value { nearest + 1.0 } else { nearest };
    with_sign_f32(ceil, value)
}

/// Rounds up.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_ceil_f64(value: f64) -> f64 {
    let nearest = ahead_nearest_f64(value);
    let ceil = if nearest < value { nearest + 1.0 } else { nearest };
    with_sign_f64(ceil, value)
}

/// Rounds toward zero.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_trunc_f32(value: f32) -> f32 {
    let magnitude = with_sign_f32(value, 0.0);
    with_sign_f32(ahead_floor_f32(magnitude), value)
}

/// Rounds toward zero.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_trunc_f64(value: f64) -> f64 {
    let magnitude = with_sign_f64(value, 0.0);
    with_sign_f64(ahead_floor_f64(magnitude), value)
}

/// Rounds to the nearest integer, halves to the even one.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_nearest_f32(value: f32) -> f32 {
    /// From here on every float is an integer; a smaller one that is added loses its fraction.
    const ALL_INTEGERS: f32 = (1 << 23) as f32;
    if value.is_nan() {
        return f32::from_bits(value.to_bits() | F32_QUIET);
    }
    let magnitude = with_sign_f32(value, 0.0);
    if magnitude >= ALL_INTEGERS {
        return value;
    }
    with_sign_f32((magnitude + ALL_INTEGERS) - ALL_INTEGERS, value)
}

/// Rounds to the nearest integer, halves to the even one.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_nearest_f64(value: f64) -> f64 {
    /// From here on every float is an integer; a smaller one that is added loses its fraction.
    const ALL_INTEGERS: f64 = (1_u64 << 52) as f64;
    if value.is_nan() {
        return f64::from_bits(value.to_bits() | F64_QUIET);
    }
    let magnitude = with_sign_f64(value, 0.0);
    if magnitude >= ALL_INTEGERS {
        return value;
    }
    with_sign_f64((magnitude + ALL_INTEGERS) - ALL_INTEGERS, value)
}

/// `a * b + c`, rounded once.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_fma_f32(a: f32, b: f32, c: f32) -> f32 {
    let (product, c) = (f64::from(a) * f64::from(b), f64::from(c)); // exact: 48 bits of 53
    let sum = product + c;
    if !sum.is_finite() {
        return sum as f32;
    }
    // What the sum lost (Knuth's TwoSum). An inexact sum is made odd, so that rounding it a second
    // time, to an f32, never takes it for a tie.
    let from_c = sum - product;
    let lost = (product - (sum - from_c)) + (c - from_c);
    let bits = sum.to_bits();
    if lost == 0.0 || bits & 1 == 1 {
        return sum as f32;
    }
    let away_from_zero = (lost > 0.0) == (sum > 0.0);
    f64::from_bits(if away_from_zero { bits + 1 } else { bits - 1 }) as f32
}

/// `a * b + c`, rounded once.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_fma_f64(a: f64, b: f64, c: f64) -> f64 {
    if !(a.is_finite() && b.is_finite()) || a == 0.0 || b == 0.0 {
        return a * b + c;
    }
    if !c.is_finite() {
        return c + c; // the product is finite, even where an f64 would overflow
    }
    if c == 0.0 {
        return a * b;
    }
    let (a, b) = (Scaled::of(a), Scaled::of(b));
    let product = Scaled {
        negative: a.negative != b.negative,
        magnitude: (a.magnitude >> 73) * (b.magnitude >> 73),
        exponent: a.exponent + b.exponent + 146,
    };
    product.normalized().plus(Scaled::of(c)).rounded()
}

/// `magnitude` times 2 to the `exponent`. Normalized: the highest bit of the magnitude is bit 125.
struct Scaled {
    negative: bool,
    magnitude: u128,
    exponent: i32,
}

impl Scaled {
    /// A finite float other than 0.
    fn of(value: f64) -> Scaled {
        let bits = value.to_bits();
        let biased = (bits >> 52 & 0x7ff) as i32;
        let fraction = u128::from(bits & ((1 << 52) - 1));
        let magnitude = if biased == 0 { fraction } else { fraction | 1 << 52 };
        Scaled { negative: bits >> 63 == 1, magnitude, exponent: biased.max(1) - 1075 }.normalized()
    }

    fn normalized(self) -> Scaled {
        let up = self.magnitude.leading_zeros() as i32 - 2;
        let magnitude = if up >= 0 { self.magnitude << up } else { shift_right(self.magnitude, -up as u32) };
        Scaled { magnitude, exponent: self.exponent - up, ..self }
    }

    /// The sum of two normalized ones. Where they cancel, they are so close that no bit is lost.
    fn plus(self, other: Scaled) -> Scaled {
        let (large, small) = if self.exponent >= other.exponent { (self, other) } else { (other, self) };
        let distance = (large.exponent - small.exponent) as u32;
        let small_magnitude = shift_right(small.magnitude, distance);
        if large.negative == small.negative {
            return Scaled { magnitude: large.magnitude + small_magnitude, ..large };
        }
        if large.magnitude >= small_magnitude {
            return Scaled { magnitude: large.magnitude - small_magnitude, ..large };
        }
        Scaled {
            magnitude: small_magnitude - large.magnitude,
            negative: small.negative,
            exponent: large.exponent,
        }
    }

    /// The nearest float, the even one of two.
    fn rounded(self) -> f64 {
        if self.magnitude == 0 {
            return 0.0;
        }
        let top = 127 - self.magnitude.leading_zeros() as i32;
        let exponent = top + self.exponent;
        if exponent > 1023 {
            return with_sign_f64(f64::INFINITY, if self.negative { -1.0 } else { 1.0 });
        }
        // Subnormal floats have fewer bits.
        let bits_kept = if exponent < -1022 { 53 + (exponent + 1022) } else { 53 };
        // Two bits more than are kept, the lower one set when anything below them is.
        let drop = top + 1 - (bits_kept + 2);
        let quarters = match drop {
            0.. => shift_right(self.magnitude, drop as u32),
            _ => self.magnitude << -drop,
        } as u64;
        let round_up = matches!(quarters & 7, 3 | 6 | 7);
        let kept = (quarters >> 2) + u64::from(round_up);
        // A carry out of the fraction goes into the exponent, where it belongs.
        let bits = if exponent < -1022 { kept } else { (((exponent + 1022) as u64) << 52) + kept };
        f64::from_bits(bits | u64::from(self.negative) << 63)
    }
}

/// Shifts right; the lowest bit stands for all that fell off.
fn shift_right(value: u128, count: u32) -> u128 {
    if count > 127 {
        return u128::from(value != 0);
    }
    let shifted = value >> count;
    shifted | u128::from(shifted << count != value)
}

fn with_sign_f32(magnitude: f32, sign: f32) -> f32 {
    const SIGN: u32 = 1 << 31;
    f32::from_bits(magnitude.to_bits() & !SIGN | sign.to_bits() & SIGN)
}

fn with_sign_f64(magnitude: f64, sign: f64) -> f64 {
    const SIGN: u64 = 1 << 63;
    f64::from_bits(magnitude.to_bits() & !SIGN | sign.to_bits() & SIGN)
}
