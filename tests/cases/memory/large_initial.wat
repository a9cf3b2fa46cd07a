;; More initial bytes than there are addresses for before the place where they usually end: they begin where
;; no executable reaches, end later, and grow like others.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "7\n5\n12289\n9\n"
(module
  (memory 12289)
  (data (i32.const 0) "\07")
  (func (export "test") (result i32 i32 i32 i32)
    (i32.load8_u (i32.const 0))
    (i32.store8 (i32.const 0x3000ffff) (i32.const 5))
    (i32.load8_u (i32.const 0x3000ffff))
    (memory.grow (i32.const 1))
    (i32.store (i32.const 0x3001fffc) (i32.const 9))
    (i32.load (i32.const 0x3001fffc))))
