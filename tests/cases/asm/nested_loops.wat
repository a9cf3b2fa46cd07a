;; Where an inner loop begins is bounded by the outer loops' counters, also where the inner loops only
;; look at them: the sum of all is part of the access's address.
;;! check = "asm"
;;! args = ["--invoke", "fill"]
;;! targets = ["x86_64-linux"]
;;! contains = ["0x3ffe0400("]
;;! absent = ["0x3ffe0000("]
(module
  (memory 2)
  (func (export "fill")
    (local $row i32) (local $rows i32) (local $cell i32) (local $cells i32) (local $byte i32)
    (loop $down
      (local.set $cells (i32.const 0))
      (local.set $cell (local.get $row))
      (loop $right
        (local.set $byte (i32.const 0))
        (loop $in
          (i32.store8
            (i32.add (i32.add (local.get $cell) (local.get $byte)) (i32.const 1024))
            (local.get $rows))
          (br_if $in (i32.ne (local.tee $byte (i32.add (local.get $byte) (i32.const 1))) (i32.const 3))))
        (local.set $cell (i32.add (local.get $cell) (i32.const 3)))
        (br_if $right (i32.ne (local.tee $cells (i32.add (local.get $cells) (i32.const 1))) (i32.const 40))))
      (local.set $row (i32.add (local.get $row) (i32.const 120)))
      (br_if $down (i32.ne (local.tee $rows (i32.add (local.get $rows) (i32.const 1))) (i32.const 50))))))
