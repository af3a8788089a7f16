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
    ("exponential", 0x1909_fbd4_c219_0f07),
    ("normal", 0x90f0_44f0_2120_c6da),
    ("normal cut at three standard deviations", 0x1868_1bd3_5f6a_420d),
    ("lognormal", 0xeb45_d9e9_04d6_cbf1),
    ("weibull", 0xf48a_239e_3848_70a7),
    ("weibull of early failures", 0xf104_3f0a_73f9_8d7a),
    ("weibull by shape", 0x20cd_16f4_bea4_99e1),
    ("loglogistic", 0x12f2_db87_09ba_6d2f),
    ("loglogistic by shape", 0x9978_e7fd_47e3_c1ca),
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
    ("hyperexponential", 0x199e_f95a_60cf_f8c9),
    ("hyperexponential by cv", 0x136c_a4dc_ed16_23e3),
    ("mixture", 0x23ad_8d08_00d6_4846),
    ("shifted exponential", 0x4c0a_8aa3_6fcd_bd0e),
    ("gamma in another unit", 0x5e28_34f9_017b_a38c),
    ("mixture in another unit", 0xe888_0ef0_096a_47e8),
    ("exponential up to 6", 0x1fba_6ff5_6e76_ff34),
    ("exponential from 8", 0xcd1a_0eee_6b51_93e7),
    ("uniform from 4 to 7", 0xc8a7_7c21_4d33_ee0c),
    ("triangular from 2 to 6", 0xa927_44a1_b26d_26d3),
    ("lognormal from 2 to 12", 0x47b9_27cf_6b17_c285),
    ("weibull from 8", 0xcb88_3565_0e06_e985),
    ("loglogistic from 5 to 20", 0x6055_75ae_cd01_4912),
    ("loglogistic without a variance up to 40", 0x61f7_7731_68a3_6317),
    ("gamma up to 15", 0xaca5_3eae_3e1d_9d31),
    ("gamma from 12", 0xb128_f063_7f9b_582c),
    ("pert from 4 to 9", 0x6fd4_7e6c_8876_5565),
    ("hyperexponential up to 8", 0xa8d0_825a_d9ee_cd4e),
    ("geometric from 3 to 6", 0x4758_dc12_2b4e_8ec7),
    ("geometric from 3 to 6 in dozens", 0xf2c2_f0d5_a160_febf),
    ("poisson from 1", 0x8433_60cd_e80e_7506),
    ("shifted exponential from 5 to 11", 0xed09_cb46_7210_19bb),
    ("twice truncated exponential", 0xdfff_87c1_0e0e_c6a3),
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
