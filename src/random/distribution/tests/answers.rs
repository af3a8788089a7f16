//! Known answers.
//!
//! They pin our own bits, so that a change of any sampler or key is seen and named as a changed
//! result; they say nothing about being right.

use super::rows;
use crate::random::{Stream, mix};

/// All bits of ten thousand variates, mixed into one word.
fn fingerprint(name: &str, draw: impl Fn(Stream, u64) -> f64) -> u64 {
    let stream = Stream::new(1, &["answers", name], 0);
    (0..10_000).fold(0, |word, index| mix(word ^ draw(stream, index).to_bits(), index))
}

const ANSWERS: &[(&str, u64)] = &[
    ("uniform number", 0x79d2_d085_2472_d500),
    ("constant", 0x51d2_413a_4661_073f),
    ("uniform", 0xc954_2469_939e_6cf7),
    ("triangular", 0xd251_b9ff_4127_ca99),
    ("triangular that only falls", 0x9a03_98ed_7393_ba1b),
    ("triangular that only rises", 0xc53b_5a8b_0ad9_1544),
    ("exponential", 0xab4b_156a_b415_9c92),
    ("normal", 0x90f0_44f0_2120_c6da),
    ("normal cut at three standard deviations", 0x1868_1bd3_5f6a_420d),
    ("lognormal", 0x7cf4_59bd_bc8e_7977),
    ("weibull", 0xee86_cba9_9a0d_8f6b),
    ("weibull of early failures", 0x5134_5e8d_d23c_4519),
    ("weibull by shape", 0x6a2a_1e0d_d0f4_df47),
    ("loglogistic", 0x8618_4a62_a8e9_5761),
    ("loglogistic by shape", 0x34bb_925a_6a46_48ee),
    ("gamma", 0x8e16_d538_dc95_c0d1),
    ("gamma of little spread", 0x967c_1415_e768_774d),
    ("gamma by shape", 0x1840_35f2_3c41_9b31),
    ("erlang", 0x2e17_18cf_cc14_1074),
    ("erlang of many phases", 0x2cc9_ae03_9a19_5c48),
    ("pert", 0x50b9_bdaf_3266_0d7b),
    ("beta", 0xb4d4_b265_0269_19f7),
    ("beta like a bath tub", 0xff10_e6d5_0041_cec0),
    ("poisson", 0x1faa_c4eb_78b6_058c),
    ("poisson of many", 0x123f_9b2c_24c1_62dc),
    ("geometric", 0xaad4_3c38_ce8f_161d),
    ("binomial", 0x2e36_9acb_3102_85e4),
    ("discrete", 0x0cb1_50dd_ba91_146b),
    ("empirical", 0x96a9_6494_c8a8_ee19),
    ("hyperexponential", 0x9a3c_7b58_a41e_c8a6),
    ("hyperexponential by cv", 0xee72_023c_3825_6494),
    ("mixture", 0x23ad_8d08_00d6_4846),
    ("shifted exponential", 0x6e0f_ea3c_66c6_3612),
    ("gamma in another unit", 0x5e28_34f9_017b_a38c),
    ("mixture in another unit", 0xe888_0ef0_096a_47e8),
    ("exponential up to 6", 0xfe28_af24_9184_a13e),
    ("exponential from 8", 0x64b6_f0ca_03c9_e621),
    ("uniform from 4 to 7", 0xc8a7_7c21_4d33_ee0c),
    ("triangular from 2 to 6", 0xa927_44a1_b26d_26d3),
    ("lognormal from 2 to 12", 0x664c_1ace_afcc_de12),
    ("weibull from 8", 0x8ca6_ae54_ea0a_aa0b),
    ("loglogistic from 5 to 20", 0xd5c8_49a7_ccaa_053b),
    ("loglogistic without a variance up to 40", 0x7633_c07d_9e1b_be94),
    ("gamma up to 15", 0xaca5_3eae_3e1d_9d31),
    ("gamma from 12", 0xb128_f063_7f9b_582c),
    ("pert from 4 to 9", 0x6fd4_7e6c_8876_5565),
    ("hyperexponential up to 8", 0x94c9_fc5d_c17e_8aea),
    ("geometric from 3 to 6", 0x4758_dc12_2b4e_8ec7),
    ("geometric from 3 to 6 in dozens", 0xf2c2_f0d5_a160_febf),
    ("poisson from 1", 0x8433_60cd_e80e_7506),
    ("shifted exponential from 5 to 11", 0x8bfa_e94b_b216_74e2),
    ("twice truncated exponential", 0x23c9_7cdb_8239_ee0c),
];

#[test]
fn every_sampler_gives_the_bits_it_always_gave() {
    let uniform = |stream: Stream, index| stream.uniform(index, 1, 2);
    let mut found = vec![("uniform number", fingerprint("uniform number", uniform))];
    for row in rows() {
        let draw = |stream: Stream, index| row.distribution.sample(stream, index, 7);
        found.push((row.name, fingerprint(row.name, draw)));
    }
    assert_eq!(found, ANSWERS);
}
