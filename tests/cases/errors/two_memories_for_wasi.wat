;; Two modules with a memory each that both call WASI functions.
;;! check = "error"
;;! args = ["--module", "lib=lib.wat"]
;;! files."lib.wat" = """
;;! (module (import "wasi_snapshot_preview1" "sched_yield" (func (result i32)))
;;!   (memory 1) (func (export "f")))"""
;;! stderr = "both import WASI functions but have different memories"
(module
  (import "wasi_snapshot_preview1" "sched_yield" (func (result i32)))
  (import "lib" "f" (func))
  (memory 1)
  (func (export "_start")))
