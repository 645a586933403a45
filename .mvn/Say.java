// SPDX-License-Identifier: Apache-2.0

/** Prints its arguments, for builds with -q: Maven itself is silent then until something fails. */
final class Say {
    public static void main(String[] words) {
        System.out.println(String.join(" ", words));
    }
}
