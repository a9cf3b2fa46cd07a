;; An instrumented function of many locals for its calls keeps them in its frame, and is resumed at each call, also in
;; a loop.
;;! check = "run"
;;! args = ["--invoke", "go"]
;;! stdout = """
;;! 5268406079387019784
;;! 66
;;! """
(module
  (memory 1)
  (global $state (mut i32) (i32.const 0))
  (global $stops (mut i32) (i32.const 0))
  (func (export "asyncify_get_state") (result i32) (global.get $state))

  ;; Stops what runs, and goes on when it is called again.
  (func $late (param $n i32) (result i32)
    (if (i32.eq (global.get $state) (i32.const 2))
      (then (global.set $state (i32.const 0)) (return (i32.mul (local.get $n) (i32.const 7)))))
    (global.set $state (i32.const 1))
    (global.set $stops (i32.add (global.get $stops) (i32.const 1)))
    (i32.const 0))

  (func $run (param $rounds i32) (result i64)
    (local $sum i32) (local $at i32) (local $result i32) (local $wide i64) (local $real f64) (local $vector v128)
    ;; These are what there is too much of.
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (if (i32.eq (global.get $state) (i32.const 2))
      (then
        (local.set $sum (i32.load (i32.const 4)))
        (local.set $at (i32.load (i32.const 8)))
        (local.set $rounds (i32.load (i32.const 12)))
        (local.set $wide (i64.load (i32.const 16)))
        (local.set $real (f64.load (i32.const 24)))
        (local.set $vector (v128.load (i32.const 32)))))
    (local.set $at
      (block $stop (result i32)
        (loop $round
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 1)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 0.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 0)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 0) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 2)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 1.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 1)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 1) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 5)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 2.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 2)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 2) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 10)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 3.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 3)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 3) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 17)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 4.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 4)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 4) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 26)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 5.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 5)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 5) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 37)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 6.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 6)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 6) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 50)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 7.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 7)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 7) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 65)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 8.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 8)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 8) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 82)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 9.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 9)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 9) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 101)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 10.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 10)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 10) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 122)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 11.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 11)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 11) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 145)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 12.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 12)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 12) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 170)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 13.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 13)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 13) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 197)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 14.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 14)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 14) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 226)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 15.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 15)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 15) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 257)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 16.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 16)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 16) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 290)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 17.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 17)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 17) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 325)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 18.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 18)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 18) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 362)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 19.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 19)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 19) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 401)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 20.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 20)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 20) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $sum (i32.add (local.get $sum) (i32.const 442)))
              (local.set $wide (i64.add (i64.mul (local.get $wide) (i64.const 3)) (i64.extend_i32_u (local.get $sum))))
              (local.set $real (f64.add (local.get $real) (f64.const 21.5)))
              (local.set $vector (i32x4.add (local.get $vector) (i32x4.splat (local.get $sum))))))
          (if (select (i32.eq (local.get $at) (i32.const 21)) (i32.const 1) (global.get $state))
            (then
              (local.set $result (call $late (local.get $sum)))
              (drop (br_if $stop (i32.const 21) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $rounds (i32.sub (local.get $rounds) (i32.const 1)))
              (br_if $round (local.get $rounds)))))
        (if (i32.eqz (global.get $state))
          (then
            (return
              (i64.add
                (i64.add (local.get $wide) (i64.trunc_f64_s (f64.mul (local.get $real) (f64.const 1e6))))
                (i64x2.extract_lane 1 (local.get $vector))))))
        (i32.const 99)))
    (i32.store (i32.const 4) (local.get $sum))
    (i32.store (i32.const 8) (local.get $at))
    (i32.store (i32.const 12) (local.get $rounds))
    (i64.store (i32.const 16) (local.get $wide))
    (f64.store (i32.const 24) (local.get $real))
    (v128.store (i32.const 32) (local.get $vector))
    (i64.const 0))

  (func (export "go") (result i64 i32)
    (local $result i64)
    (local.set $result (call $run (i32.const 3)))
    (block $done
      (loop $resume
        (br_if $done (i32.eqz (global.get $state)))
        (global.set $state (i32.const 2))
        (local.set $result (call $run (i32.const 0)))
        (br $resume)))
    (local.get $result) (global.get $stops)))
