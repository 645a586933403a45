// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.context;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.TextFile;
import dev.wshttp.security.UntrustedText;
import dev.wshttp.security.credential.FileSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gives roles to the callers whose certificates fulfil conditions, in code or by a file:
 *
 * <pre>{@code
 * CallerRoles roles = RoleMapping.NONE
 *         .with("clerk", new CallerCondition(SUBJECT, "CN=Cohowinery.com"), new CallerCondition(ISSUER, "CN=Contoso CA"))
 *         .with("manager", new CallerCondition(THUMBPRINT, "9F934DAE7150C052E07BBA8850737165537B0C84"));
 * CallerRoles same = RoleMapping.fromFile(Path.of("roles.txt"));
 * }</pre>
 *
 * <p>A line of the file is a role, a colon and conditions that all have to be fulfilled; a role may have several lines, and one of them is enough:
 *
 * <pre>
 * # who may order
 * clerk:   subject=CN=Cohowinery.com &amp; issuer=CN=Contoso CA
 * manager: thumbprint=9F934DAE7150C052E07BBA8850737165537B0C84
 * manager: dns=manager.contoso.com
 * </pre>
 *
 * <p>The kinds of conditions are those of {@link CallerCondition.Kind}, in lower case. A file is read again when it changes, and callers
 * have the roles that it gives at the time of a call. Immutable but for that, and safe for use by several threads.
 */
public final class RoleMapping implements CallerRoles {
    /** Gives no role to any caller. */
    public static final RoleMapping NONE = new RoleMapping(List.of());

    private static final int LARGEST_BYTES = 1 << 20;
    private static final String KINDS = Arrays.stream(CallerCondition.Kind.values())
            .map(CallerCondition.Kind::word)
            .collect(Collectors.joining("|"));
    private static final Pattern LINE = Pattern.compile("([^:\\s](?:[^:]*[^:\\s])?)\\s*:\\s*(\\S.*)");
    private static final Pattern BETWEEN_CONDITIONS = Pattern.compile("\\s+&\\s+(?=\\w+\\s*=)");
    private static final Pattern CONDITION = Pattern.compile("(" + KINDS + ")\\s*=(.*)");

    private final Supplier<List<Grant>> grants;
    private final List<Path> files;

    /**
     * Makes a mapping that does not change.
     *
     * @param grants who gets which role
     */
    public RoleMapping(List<Grant> grants) {
        this(fixed(grants), List.of());
    }

    private RoleMapping(Supplier<List<Grant>> grants, List<Path> files) {
        this.grants = grants;
        this.files = files;
    }

    /**
     * A role, and who gets it.
     *
     * @param conditions all of them have to be fulfilled
     */
    public record Grant(String role, List<CallerCondition> conditions) {
        /** @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} without a role or a condition: every caller would have it */
        public Grant {
            requireNonNull(role, "role");
            conditions = List.copyOf(conditions);
            if (role.isBlank() || conditions.isEmpty()) {
                throw new MessageSecurityException(
                        SecurityFault.CONFIGURATION_INVALID,
                        "The role '" + UntrustedText.withEscapes(role) + "' has " + conditions.size()
                                + " conditions (expected a name and at least one condition). Say whose role it is.");
            }
        }
    }

    private static Supplier<List<Grant>> fixed(List<Grant> grants) {
        List<Grant> copy = List.copyOf(grants);
        return () -> copy;
    }

    /** Returns who gets which role now. */
    public List<Grant> grants() {
        return grants.get();
    }

    /** Returns this mapping with one role more, whatever its file says. Throws what {@link Grant} throws. */
    public RoleMapping with(String role, CallerCondition... conditions) {
        var added = new Grant(role, List.of(conditions));
        return files.isEmpty()
                ? new RoleMapping(
                        Stream.concat(grants().stream(), Stream.of(added)).toList())
                : new RoleMapping(
                        () -> Stream.concat(grants().stream(), Stream.of(added)).toList(), files);
    }

    /**
     * Reads a file of roles, in UTF-8 or UTF-16, of at most 1 MiB, and again when it changes: at most every five seconds, in the thread of a call. A file that is
     * missing or has a line that cannot be read changes nothing then: the log says so each hour, and callers keep the roles that the file gave them before.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if the file or a line cannot be read
     */
    public static RoleMapping fromFile(Path file) {
        return fromFile(file, Clock.systemUTC());
    }

    static RoleMapping fromFile(Path file, Clock clock) {
        var source = new FileSource<List<Grant>>(
                "roles",
                List.of(file),
                itself -> read(file),
                read -> read.stream().map(Grant::role).distinct().sorted().toList() + " are given");
        return new RoleMapping(() -> source.current(clock.instant(), read -> {}), source.files());
    }

    private static List<Grant> read(Path file) {
        String text;
        try {
            text = TextFile.read(file, LARGEST_BYTES);
        } catch (TextFile.UnreadableException unreadable) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "Cannot read the roles from '" + file + "': " + unreadable.found()
                            + " (expected a text file in UTF-8 or UTF-16). " + unreadable.remedy(),
                    unreadable);
        }
        var grants = new ArrayList<Grant>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
                grants.add(grant(file, number, line.strip()));
            }
        }
        return List.copyOf(grants);
    }

    private static Grant grant(Path file, int number, String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw invalid(file, number, line, Optional.empty());
        }
        var conditions = new ArrayList<CallerCondition>();
        for (String text : BETWEEN_CONDITIONS.split(parts.group(2))) {
            Matcher condition = CONDITION.matcher(text);
            if (!condition.matches()) {
                throw invalid(file, number, text, Optional.empty());
            }
            conditions.add(condition(file, number, condition));
        }
        return new Grant(parts.group(1), conditions);
    }

    private static CallerCondition condition(Path file, int number, Matcher text) {
        var kind = Arrays.stream(CallerCondition.Kind.values())
                .filter(each -> each.word().equals(text.group(1)))
                .findFirst()
                .orElseThrow();
        try {
            return new CallerCondition(kind, text.group(2));
        } catch (MessageSecurityException malformed) {
            throw invalid(file, number, text.group(), Optional.of(malformed));
        }
    }

    private static MessageSecurityException invalid(
            Path file, int number, String found, Optional<MessageSecurityException> cause) {
        String text = "Cannot read the roles from '" + file + "': line " + number + " has '"
                + UntrustedText.withEscapes(found) + "' (expected 'role: kind=value & kind=value' with the kinds "
                + KINDS
                + "). " + cause.map(MessageSecurityException::getMessage).orElse("Correct it.");
        return cause.isPresent()
                ? new MessageSecurityException(SecurityFault.CONFIGURATION_INVALID, text, cause.get())
                : new MessageSecurityException(SecurityFault.CONFIGURATION_INVALID, text);
    }

    @Override
    public Set<String> of(X509Identity caller) {
        return grants().stream()
                .filter(grant -> grant.conditions().stream().allMatch(each -> each.matches(caller.certificate())))
                .map(Grant::role)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Two mappings are equal if they give the same roles now, and read the same file again. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RoleMapping mapping && files.equals(mapping.files) && grants().equals(mapping.grants());
    }

    @Override
    public int hashCode() {
        return files.hashCode();
    }

    @Override
    public String toString() {
        return "RoleMapping" + grants() + (files.isEmpty() ? "" : " of " + files);
    }
}
