;; Loops that begin with a switch on a local: cases that are entered by known and unknown indexes, by those
;; past the table, by falling in, from loops within, and by loops in loops. Digits say which cases were met.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "12223412\n34123410\n11231\n123232324\n1323251324\n30\n"
(module
  (memory 1)
  (data (i32.const 16) "?aa?1b?\00")
  (global $met (mut i64) (i64.const 0))
  (func $meet (param i64)
    (global.set $met (i64.add (i64.mul (global.get $met) (i64.const 10)) (local.get 0))))
  (func $take (result i64)
    (global.get $met)
    (global.set $met (i64.const 0)))

  ;; What comes before the table reads on, so each way back to it must, too.
  (func $scan (param $p i32) (param $state i32) (result i64)
    (local $c i32)
    (loop $dispatch
      (local.set $c (i32.load8_u (local.get $p)))
      (local.set $p (i32.add (local.get $p) (i32.const 1)))
      (block $other (block $digit (block $letter (block $start
        (br_table $start $letter $digit $other (local.get $state)))
        (call $meet (i64.const 1))
        (if (i32.eqz (local.get $c)) (then
          (call $meet (i64.const 0))
          (return (call $take))))
        (if (i32.eq (local.get $c) (i32.const 0x31)) (then
          (local.set $state (i32.const 9))
          (br $dispatch)))
        (local.set $state (i32.const 1))
        (br $dispatch))
        (call $meet (i64.const 2))
        (br_if $dispatch (i32.eq (local.get $c) (i32.const 0x61)))
        (local.set $state (i32.const 2))
        (br_if $dispatch (i32.ne (local.get $c) (i32.const 0)))
        (return (call $take)))
        (call $meet (i64.const 3))
        (local.set $state (i32.const -1))
        (br $dispatch))
      (call $meet (i64.const 4))
      (local.set $state (i32.const 0))
      (br $dispatch))
    (unreachable))

  ;; A case that another falls into does not know the index.
  (func $fall (param $rounds i32) (result i64)
    (local $state i32)
    (loop $dispatch
      (block $end (block $second (block $first
        (br_table $first $second $end (local.get $state)))
        (call $meet (i64.const 1))
        (local.set $rounds (i32.sub (local.get $rounds) (i32.const 1)))
        (br_if $dispatch (local.get $rounds)))
        (call $meet (i64.add (i64.extend_i32_u (local.get $state)) (i64.const 2)))
        (local.set $state (i32.add (local.get $state) (i32.const 1)))
        (br $dispatch))
      (call $meet (i64.const 1)))
    (call $take))

  ;; From a loop in a case, with operands on the stack, and to the case in which that loop is.
  (func $within (result i64)
    (local $state i32) (local $n i32)
    (drop (i32.add (i32.const 7) (block $end (result i32)
      (loop $dispatch
        (block $four (block $three (block $two (block $one
          (br_table $one $two $three $four (local.get $state)))
          (call $meet (i64.const 1))
          (local.set $state (i32.const 1))
          (br $dispatch))
          (call $meet (i64.const 2))
          (i32.const 5)
          (loop $again (param i32) (result i32)
            (local.set $n (i32.add (local.get $n) (i32.const 1)))
            (local.set $state (i32.const 2))
            (br_if $dispatch (i32.lt_u (local.get $n) (i32.const 4)))
            (br_if $again (i32.lt_u (local.get $n) (i32.const 6))))
          (local.set $state (i32.const 3))
          (br $dispatch))
          (call $meet (i64.const 3))
          (local.set $state (i32.const 1))
          (br $dispatch))
        (call $meet (i64.const 4))
        (br $end (i32.const 1)))
      (unreachable))))
    (call $take))

  ;; A loop in a case of another one: each goes on to cases of both.
  (func $nested (result i64)
    (local $outer i32) (local $inner i32) (local $n i32)
    (block $end
      (loop $outside
        (block $five (block $one
          (br_table $one $five (local.get $outer)))
          (call $meet (i64.const 1))
          (local.set $inner (i32.const 1))
          (loop $inside
            (block $four (block $three (block $two
              (br_table $two $three $outside $five $four (local.get $inner)))
              (call $meet (i64.const 2))
              (local.set $n (i32.add (local.get $n) (i32.const 1)))
              (local.set $inner (select (i32.const 4) (i32.const 1) (i32.gt_u (local.get $n) (i32.const 2))))
              (br_if $inside (i32.ne (local.get $n) (i32.const 2)))
              (local.set $inner (i32.const 3))
              (br $inside))
              (call $meet (i64.const 3))
              (local.set $inner (i32.const 0))
              (br $inside))
            (call $meet (i64.const 4))
            (br $end)))
        (call $meet (i64.const 5))
        (local.set $outer (i32.const 0))
        (br $outside)))
    (call $take))

  ;; A table whose targets take operands is not how the loop begins, nor is the one after it.
  (func $typed (result i64)
    (local $state i32) (local $n i32)
    (block $end
      (loop $dispatch
        (block $one (block $zero
          (local.set $n (i32.add (local.get $n) (block $value (result i32)
            (br_table $value $value (i32.const 10) (local.get $state)))))
          (br_table $zero $one $end (local.get $state)))
          (local.set $state (i32.const 1))
          (br $dispatch))
        (local.set $state (i32.const 2))
        (br $dispatch)))
    (i64.extend_i32_u (local.get $n)))

  (func (export "test") (result i64 i64 i64 i64 i64 i64)
    (call $scan (i32.const 16) (i32.const 0))
    (call $scan (i32.const 19) (i32.const 2))
    (call $fall (i32.const 2))
    (call $within)
    (call $nested)
    (call $typed)))
