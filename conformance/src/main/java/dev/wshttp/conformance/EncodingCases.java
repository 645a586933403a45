// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import dev.wshttp.conformance.Case.Origin;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.captures.LiveTolerance;
import dev.wshttp.security.captures.TextTable;
import dev.wshttp.security.forgery.Deviation;
import dev.wshttp.security.forgery.Deviation.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Genuine messages in other encodings, and in packages (MTOM), with WCF's verdicts, which were recorded in direct mode. */
final class EncodingCases {
    private static final String RECORDED = "live-tolerance-mtom.txt";
    private static final String TO_A_SERVICE_OF_TEXT = "MTOM message to a service with text encoding";
    private static final int TEXT_COLUMNS = 3;
    private static final int PACKAGE_COLUMNS = 2;

    private EncodingCases() {}

    /** @throws KitFailure if there are no cases with these settings */
    static Probed requireKnown(Probed probed) {
        boolean arePackagesKnown = probed.side() == Side.SERVICE && probed.mode() == Mode.DIRECT;
        if (probed.encoding() == WsMessageEncoding.TEXT || arePackagesKnown) {
            return probed;
        }
        throw new KitFailure(
                ExitCode.CONFIGURATION,
                "The message encoding of a " + probed.side().word() + " in mode '"
                        + probed.mode().word() + "' is '" + probed.encodingWord()
                        + "' (expected 'text': packages were tried on WCF's services in mode 'direct'). Give the peer that encoding for the probe.");
    }

    /** Returns what is sent to a service of text: WCF's verdicts are those of its default, UTF-8; its services of UTF-16 gave the same. */
    static List<Case> ofService(Mode mode) {
        var cases = new ArrayList<>(texts(Side.SERVICE, mode, "text-requests.txt", "D"));
        cases.addAll(packages(mode, TO_A_SERVICE_OF_TEXT::equals));
        return cases;
    }

    /** Returns what is sent to a client of text. */
    static List<Case> ofClient(Mode mode) {
        return texts(Side.CLIENT, mode, "text-replies.txt", "F");
    }

    /** Returns what is sent to a service of MTOM. */
    static List<Case> packages(Mode mode) {
        return packages(mode, name -> !name.equals(TO_A_SERVICE_OF_TEXT));
    }

    private static List<Case> texts(Side side, Mode mode, String table, String section) {
        return TextTable.of("/deviations/" + table, TEXT_COLUMNS).stream()
                .map(line -> recorded(side, mode, "text", line.get(0), line.get(1), line.get(2), section))
                .toList();
    }

    private static List<Case> packages(Mode mode, Predicate<String> chosen) {
        return TextTable.of("/deviations/package-requests.txt", PACKAGE_COLUMNS).stream()
                .filter(line -> chosen.test(line.get(1)))
                .map(line -> recorded(Side.SERVICE, mode, "package", line.get(0), line.get(1), "", "A"))
                .toList();
    }

    private static Case recorded(
            Side side, Mode mode, String message, String weight, String name, String how, String section) {
        LiveTolerance line = lines(section).get(name);
        if (line == null) {
            throw new IllegalStateException("'" + name + "' was not recorded in section " + section);
        }
        var deviation = new Deviation(name, Weight.of(weight), message, Optional.empty(), how);
        return Cases.recorded(side, mode, Origin.TOLERANCE, deviation, line.isAccepted(), RECORDED);
    }

    private static Map<String, LiveTolerance> lines(String section) {
        return LiveTolerance.of(RECORDED).stream()
                .filter(line -> line.section().equals(section))
                .collect(Collectors.toMap(LiveTolerance::name, line -> line));
    }
}
