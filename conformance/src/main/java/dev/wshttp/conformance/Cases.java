// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import static java.util.Objects.requireNonNull;

import dev.wshttp.conformance.Case.Origin;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.captures.LiveTolerance;
import dev.wshttp.security.captures.TextTable;
import dev.wshttp.security.captures.Tolerance;
import dev.wshttp.security.forgery.Deviation;
import dev.wshttp.security.forgery.Deviation.Weight;
import dev.wshttp.security.forgery.DeviationTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The catalogue of the kit, read from tables: the deviations that were tried on WCF, with WCF's verdicts as recorded, and attacks. */
final class Cases {
    private static final String ATTACKS = "/dev/wshttp/conformance/attacks.txt";
    private static final String REPLY_ATTACKS = "/dev/wshttp/conformance/reply-attacks.txt";
    private static final String FAULTS = "/captures/faults-table.txt";
    private static final String ANSWERS = "live-tolerance-faults-oneway-WCF-client.txt";
    private static final String ANSWERS_TO_CALLS = "A";
    private static final String FAULT_REPLIES = "fault-replies.txt";
    private static final String HEADERS = "live-tolerance-headers.txt";
    private static final int ATTACK_COLUMNS = 6;
    private static final int HEADER_COLUMNS = 3;
    private static final String NOT_RECORDED = "-";
    private static final Pattern OF_THE_RECORDED_SUITE =
            Pattern.compile("algorithm|rsa15|Length|Offset|derive |DigestMethod|KeySize|BinarySecret|TLS_RSA|^128$");

    private Cases() {}

    /** Returns all messages that are sent to a peer. The first one is genuine. */
    static List<Case> of(Probed probed) {
        Mode mode = probed.mode();
        List<Case> all = probed.encoding() == WsMessageEncoding.MTOM
                ? EncodingCases.packages(mode)
                : probed.side() == Side.CLIENT ? ofClient(mode) : ofService(mode);
        return probed.hasTheRecordedSuite() ? all : inAnotherSuite(probed, all);
    }

    /** Leaves out what names an algorithm or a size of the recorded suite: it means something else in another one. */
    private static List<Case> inAnotherSuite(Probed probed, List<Case> all) {
        Optional<String> recording = recordingOf(probed);
        return all.stream()
                .filter(tried ->
                        !OF_THE_RECORDED_SUITE.matcher(tried.deviation().how()).find())
                .filter(tried -> !tried.deviation().how().equals(probed.suite().policyName()))
                .map(tried -> tried.weight() == Weight.GENUINE
                        ? tried.with(recording.map(folder -> Verdict.ACCEPTED), recording.orElse(""))
                        : tried.with(Optional.empty(), ""))
                .toList();
    }

    /** Returns the folder with messages of WCF in a suite and a mode, if there is one. */
    private static Optional<String> recordingOf(Probed probed) {
        String name = probed.suite().policyName();
        Mode mode = probed.mode();
        String settings = mode == Mode.DIRECT ? "-nonego-nosession" : "-nego-session";
        return Stream.of(
                        "suite-" + name + "--" + mode.number() + settings,
                        "live-suite-" + name + "--mode" + mode.number())
                .filter(folder -> Cases.class.getResource("/captures/" + folder + "/01-request.xml") != null)
                .findFirst();
    }

    private static List<Case> ofClient(Mode mode) {
        String recorded = "tolerance-mode" + mode.number() + "-WCF-client-of-service.txt";
        String table = mode.isNegotiated()
                ? "negotiation-replies.txt"
                : mode.isSession() ? "session-replies.txt" : "direct-replies.txt";
        var cases = new ArrayList<Case>();
        cases.addAll(tolerances(Side.CLIENT, mode, Origin.TOLERANCE, table, recorded));
        if (!mode.isNegotiated()) {
            String faults = "tolerance-mode" + mode.number() + "-faults-to-WCF-client.txt";
            cases.addAll(faults(mode, faults));
        }
        if (mode == Mode.DIRECT) {
            cases.addAll(answers(mode));
            cases.addAll(EncodingCases.ofClient(mode));
        }
        cases.addAll(attacks(Side.CLIENT, mode, REPLY_ATTACKS));
        return cases;
    }

    private static List<Case> ofService(Mode mode) {
        var cases = new ArrayList<Case>();
        String recorded = "tolerance-mode" + mode.number() + "-client-to-WCF-service.txt";
        if (mode.isNegotiated()) {
            cases.addAll(tolerances(Side.SERVICE, mode, Origin.NEGOTIATION, "negotiation-requests.txt", recorded));
        } else {
            String table = mode.isSession() ? "session-requests.txt" : "direct-requests.txt";
            cases.addAll(tolerances(Side.SERVICE, mode, Origin.TOLERANCE, table, recorded));
        }
        if (mode == Mode.DIRECT) {
            cases.addAll(headers(mode));
            cases.addAll(EncodingCases.ofService(mode));
        }
        cases.addAll(attacks(Side.SERVICE, mode, ATTACKS));
        return cases;
    }

    /** Headers of the application, and levels of the body, with whatever operation is called. */
    private static List<Case> headers(Mode mode) {
        Map<String, LiveTolerance> recorded = LiveTolerance.of(HEADERS).stream()
                .collect(Collectors.toMap(LiveTolerance::key, line -> line, (first, second) -> first));
        return TextTable.of("/deviations/header-requests.txt", HEADER_COLUMNS).stream()
                .map(line -> {
                    String key = line.get(1) + " " + line.get(2);
                    var deviation =
                            new Deviation(line.get(2), Weight.of(line.get(0)), "headers", Optional.empty(), key);
                    return recorded(
                            Side.SERVICE,
                            mode,
                            Origin.TOLERANCE,
                            deviation,
                            requireNonNull(recorded.get(key), key).isAccepted(),
                            HEADERS);
                })
                .toList();
    }

    private static List<Case> tolerances(Side side, Mode mode, Origin origin, String table, String recorded) {
        Map<String, Deviation> deviations = DeviationTable.of(table);
        return Tolerance.of(recorded).stream()
                .map(line -> recorded(
                        side,
                        mode,
                        origin,
                        known(deviations, line.name(), table),
                        line.isAccepted() || line.isLateFailure(),
                        recorded))
                .toList();
    }

    /** A fault is accepted if the client gives it to its caller as the service's own. */
    private static List<Case> faults(Mode mode, String recorded) {
        Map<String, Deviation> deviations = DeviationTable.of(FAULT_REPLIES);
        return Tolerance.of(recorded).stream()
                .map(line -> answer(mode, deviations, line.name(), line.isGenuineFault(), recorded))
                .toList();
    }

    /** Faults, and answers without a message. Those of the recorded contract alone are not in the table of deviations. */
    private static List<Case> answers(Mode mode) {
        Map<String, Deviation> deviations = DeviationTable.of(FAULT_REPLIES);
        return LiveTolerance.of(ANSWERS).stream()
                .filter(line -> line.section().equals(ANSWERS_TO_CALLS))
                .filter(line -> deviations.containsKey(line.name()))
                .map(line -> answer(mode, deviations, line.name(), line.isAccepted(), ANSWERS))
                .toList();
    }

    private static Case answer(
            Mode mode, Map<String, Deviation> deviations, String name, boolean isAccepted, String recording) {
        Deviation deviation = known(deviations, name, FAULT_REPLIES);
        return recorded(Side.CLIENT, mode, Origin.TOLERANCE, deviation, isAccepted, recording);
    }

    static Case recorded(
            Side side, Mode mode, Origin origin, Deviation deviation, boolean isAccepted, String recording) {
        Verdict verdict = isAccepted ? Verdict.ACCEPTED : Verdict.REFUSED;
        return new Case(side, mode, origin, deviation, Optional.of(verdict), recording);
    }

    private static Deviation known(Map<String, Deviation> deviations, String name, String table) {
        Deviation known = deviations.get(name);
        if (known == null) {
            throw new IllegalStateException("'" + name + "' was recorded and is not in " + table);
        }
        return known;
    }

    private static List<Case> attacks(Side side, Mode mode, String table) {
        return TextTable.of(table, ATTACK_COLUMNS).stream()
                .filter(line -> Arrays.asList(line.get(0).split(" +")).contains(mode.word()))
                .map(line -> attack(side, mode, line))
                .toList();
    }

    private static Case attack(Side side, Mode mode, List<String> columns) {
        var deviation = new Deviation(
                columns.get(4), Weight.of(columns.get(1)), columns.get(2), Optional.empty(), columns.get(5));
        String recorded = columns.get(3);
        if (recorded.equals(NOT_RECORDED)) {
            return new Case(side, mode, Origin.ATTACK, deviation, Optional.empty(), "");
        }
        String line = mode.folder() + "--" + recorded.replace('/', ' ');
        if (TextTable.lines(FAULTS).stream().noneMatch(fault -> fault.startsWith(line))) {
            throw new IllegalStateException("No fault of WCF was recorded as '" + line + "'");
        }
        return recorded(side, mode, Origin.ATTACK, deviation, false, mode.folder() + "--" + recorded);
    }
}
