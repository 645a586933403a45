// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.namespace.QName;

/**
 * One part of a service's policy that the client does not support.
 *
 * @param what the name of the assertion in the document
 * @param where the path to it
 * @param meaning what it means, in WCF's words
 * @param remedy what to change on the service, in WCF's words
 */
record PolicyProblem(String what, String where, String meaning, String remedy) {
    private static final int MOST_TOLD = 12;

    /** Returns the problem that no document has a definition that one of them refers to. */
    static PolicyProblem absent(String what, QName name, String where) {
        return new PolicyProblem(
                what + " (missing)",
                where,
                "'" + MetadataXml.printable(name.toString()) + "' is in none of the documents",
                "Use the document at '?singleWsdl', which has all in one.");
    }

    /** Returns one line for each meaning; a problem in several places has one line. */
    static String lines(List<PolicyProblem> problems) {
        var alike = problems.stream()
                .collect(Collectors.groupingBy(
                        problem -> problem.meaning + problem.remedy, LinkedHashMap::new, Collectors.toList()));
        var lines = new ArrayList<String>();
        alike.values().stream()
                .limit(MOST_TOLD)
                .forEach(same -> lines.add("\n  - " + same.get(0).line(same.size() - 1)));
        if (alike.size() > MOST_TOLD) {
            lines.add("\n  - and '" + (alike.size() - MOST_TOLD) + "' more kinds");
        }
        return String.join("", lines);
    }

    private String line(int elsewhere) {
        String more = elsewhere == 0 ? "" : " and in '" + elsewhere + "' more places";
        return "'" + what + "' at " + where + more + ": " + meaning + ". " + remedy;
    }
}
