;; Loops that go on where a branch is taken and end where it is not, by comparisons of integers, of floats among
;; which there is a NaN, by one that is used elsewhere, and by a number that is no comparison.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "5\n3\n4\n7\n6\n2\n"
(module
  (memory 1)
  (data (i32.const 0) "\00\00\00\00\00\00\f0\3f\00\00\00\00\00\00\00\40\00\00\00\00\00\00\f8\7f\00\00\00\00\00\00\08\40\00\00\00\00\00\00\14\40")
  (global $seen (mut i32) (i32.const 0))
  ;; How many are less than 4 before one that is not, or is a NaN.
  (func $below (result i32)
    (local $n i32)
    (loop $next
      (block $on
        (br_if $on (f64.lt (f64.load (i32.mul (local.get $n) (i32.const 8))) (f64.const 4)))
        (return (i32.add (local.get $n) (i32.const 1))))
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (br $next))
    (unreachable))
  ;; How many are not at least 5, a NaN among them.
  (func $not_from (result i32)
    (local $n i32)
    (loop $next
      (block $on
        (br_if $on (i32.eqz (f64.ge (f64.load (i32.mul (local.get $n) (i32.const 8))) (f64.const 5))))
        (return (local.get $n)))
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (br $next))
    (unreachable))
  (func $integers (param $n i32) (result i32)
    (local $k i32)
    (loop $next
      (block $on
        (br_if $on (i32.lt_s (local.get $k) (local.get $n)))
        (return (local.get $k)))
      (local.set $k (i32.add (local.get $k) (i32.const 1)))
      (br $next))
    (unreachable))
  ;; The comparison is counted, too.
  (func $counted (param $n i32) (result i32)
    (local $k i32) (local $less i32)
    (loop $next
      (local.set $less (i32.lt_u (local.get $k) (local.get $n)))
      (global.set $seen (i32.add (global.get $seen) (local.get $less)))
      (block $on
        (br_if $on (local.get $less))
        (return (i32.add (global.get $seen) (i32.const 1))))
      (local.set $k (i32.add (local.get $k) (i32.const 1)))
      (br $next))
    (unreachable))
  (func $number (param $n i32) (result i32)
    (local $k i32)
    (loop $next
      (block $on
        (br_if $on (local.get $n))
        (return (local.get $k)))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (local.set $k (i32.add (local.get $k) (i32.const 1)))
      (br $next))
    (unreachable))
  ;; A loop in a loop: the way out of the inner one is in the outer one.
  (func $nested (param $n i32) (result i32)
    (local $k i32) (local $rounds i32)
    (loop $outer
      (local.set $k (i32.const 0))
      (loop $inner
        (block $on
          (br_if $on (i32.ne (local.get $k) (local.get $n)))
          (local.set $rounds (i32.add (local.get $rounds) (i32.const 1)))
          (br_if $outer (i32.ne (local.get $rounds) (i32.const 2)))
          (return (local.get $rounds)))
        (local.set $k (i32.add (local.get $k) (i32.const 1)))
        (br $inner)))
    (unreachable))
  (func (export "test") (result i32 i32 i32 i32 i32 i32)
    (call $integers (i32.const 5))
    (call $below)
    (call $not_from)
    (call $counted (i32.const 6))
    (call $number (i32.const 6))
    (call $nested (i32.const 3))))
