;; Bugs of the shadow stack. See HeapPatches for the form.

fault root-seed-skips-top in $seed_vera
-      (if (i32.lt_u (local.get $at) (global.get $gc_sp))
+      (if (i32.lt_u (i32.add (local.get $at) (i32.const 4)) (global.get $gc_sp))

fault root-seed-skips-top in $seed_hardened
-      (if (i32.lt_u (local.get $at) (global.get $gc_sp))
+      (if (i32.lt_u (i32.add (local.get $at) (i32.const 4)) (global.get $gc_sp))

fault root-seed-pops-top in $seed_vera
           (br $walk))))
+    (if (i32.gt_u (global.get $gc_sp) (global.get $gc_stack_base))
+      (then (global.set $gc_sp (i32.sub (global.get $gc_sp) (i32.const 4)))))

fault root-seed-pops-top in $seed_hardened
           (br $walk))))
+    (if (i32.gt_u (global.get $gc_sp) (global.get $gc_stack_base))
+      (then (global.set $gc_sp (i32.sub (global.get $gc_sp) (i32.const 4)))))

fault root-seed-tags in $seed_vera
           (if (call $is_candidate (local.get $word)) (then (call $push_vera (local.get $word))))
+          (i32.store (local.get $at) (i32.or (local.get $word) (i32.const 0x80000000)))

fault root-seed-tags in $seed_hardened
           (if (i32.gt_u (global.get $worklist_ptr) (global.get $gc_stack_limit)) (then (call $trace_hardened)))
+          (if (i32.lt_u (local.get $at) (global.get $shadow_end))
+            (then (i32.store (local.get $at) (i32.or (i32.load (local.get $at)) (i32.const 0x80000000)))))

fault shadow-no-bound in $reset
-    (global.set $shadow_end (global.get $gc_stack_limit))
+    (global.set $shadow_end
+      (i32.add (i32.add (global.get $gc_stack_limit) (local.get $worklist_bytes)) (local.get $wrap_bytes)))

fault root-seed-past-top in $seed_vera
           (br $walk))))
+    (if (call $is_candidate (i32.load (global.get $gc_sp)))
+      (then (call $push_vera (i32.load (global.get $gc_sp)))))

fault root-seed-past-top in $seed_hardened
           (br $walk))))
+    (call $reach (call $slot (global.get $gc_sp)))
+    (call $trace_hardened)

fault spill-unseen in $seed_hardened
-      (if (i32.lt_u (local.get $at) (global.get $gc_sp))
+      (if
+        (i32.and
+          (i32.lt_u (local.get $at) (global.get $gc_sp))
+          (i32.lt_u (local.get $at) (global.get $shadow_end)))

fault spill-short in $slot
-      (then (return (i32.load $spill (i32.sub (local.get $at) (global.get $shadow_end))))))
+      (then
+        (return
+          (i32.load $spill
+            (i32.and (i32.sub (local.get $at) (global.get $shadow_end)) (i32.const 127))))))
