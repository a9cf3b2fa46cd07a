;; A loaded pointer is extended by its load, and followed without a move.
;;! check = "asm"
;;! args = ["--invoke", "walk"]
;;! targets = ["x86_64-linux"]
;;! absent = ["movl %esi", "movl %edi"]
(module
  (memory 1)
  (func (export "walk") (result i32)
    (local $p i32) (local $last i32)
    (local.set $p (i32.load (i32.const 8)))
    (loop $next
      (local.set $last (i32.add (local.get $last) (i32.load offset=4 (local.get $p))))
      (br_if $next (local.tee $p (i32.load (local.get $p)))))
    (local.get $last)))
