;; A function that Asyncify instrumented is left at each of its calls and resumed there, in a loop: by a test of
;; its own, one together with a condition, and one through a table. It computes what it does without.
;;! check = "run"
;;! args = ["--invoke", "go"]
;;! stdout = """
;;! -1734652515
;;! 25
;;! """
(module
  (memory 1)
  (type $step (func (param i32) (result i32)))
  (table 1 1 funcref)
  (elem (i32.const 0) $late)
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

  (func $run (result i32)
    (local $i i32) (local $sum i32) (local $at i32) (local $half f64) (local $result i32)
    (if (i32.eq (global.get $state) (i32.const 2))
      (then
        (local.set $i (i32.load (i32.const 0)))
        (local.set $sum (i32.load (i32.const 4)))
        (local.set $at (i32.load (i32.const 8)))
        (local.set $half (f64.load (i32.const 16)))))
    (local.set $at
      (block $stop (result i32)
        (if (i32.eqz (global.get $state))
          (then (local.set $i (i32.const 1)) (local.set $half (f64.const 0.5))))
        (loop $next
          (if (i32.eqz (global.get $state))
            (then (local.set $sum (i32.add (local.get $sum) (local.get $i)))))
          (if (i32.or (i32.eqz (global.get $state)) (i32.eq (local.get $at) (i32.const 0)))
            (then
              (local.set $result (call $late (i32.add (local.get $i) (local.get $sum))))
              (drop (br_if $stop (i32.const 0) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.xor (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then (local.set $half (f64.mul (local.get $half) (f64.const 1.5)))))
          (if (select
                (i32.and (local.get $i) (select (i32.const 1) (i32.const 0) (i32.eqz (global.get $state))))
                (i32.const 1)
                (select (i32.const 1) (i32.ne (local.get $at) (i32.const 1)) (i32.eqz (global.get $state))))
            (then
              (local.set $result (call_indirect (type $step) (local.get $sum) (i32.const 0)))
              (drop (br_if $stop (i32.const 1) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.add (local.get $sum) (i32.shr_u (local.get $result) (i32.const 2))))))
          (if (i32.eqz (select (i32.sub (local.get $at) (i32.const 2)) (i32.const 0) (global.get $state)))
            (then
              (local.set $result (call $late (i32.const 3)))
              (drop (br_if $stop (i32.const 2) (i32.eq (global.get $state) (i32.const 1))))
              (local.set $sum (i32.sub (local.get $sum) (local.get $result)))))
          (if (i32.eqz (global.get $state))
            (then
              (local.set $i (i32.add (local.get $i) (i32.const 1)))
              (br_if $next (i32.le_u (local.get $i) (i32.const 10))))))
        (if (i32.eqz (global.get $state))
          (then (return (i32.add (local.get $sum) (i32.trunc_f64_s (local.get $half))))))
        (i32.const 9)))
    (i32.store (i32.const 0) (local.get $i))
    (i32.store (i32.const 4) (local.get $sum))
    (i32.store (i32.const 8) (local.get $at))
    (f64.store (i32.const 16) (local.get $half))
    (i32.const 0))

  (func (export "go") (result i32 i32)
    (local $result i32)
    (local.set $result (call $run))
    (block $done
      (loop $resume
        (br_if $done (i32.eqz (global.get $state)))
        (global.set $state (i32.const 2))
        (local.set $result (call $run))
        (br $resume)))
    (local.get $result) (global.get $stops)))
