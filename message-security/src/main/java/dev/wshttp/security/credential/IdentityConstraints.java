// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the name constraints of an authority say of the names that prove the identity of a service (RFC 5280, section 4.2.1.10). The JDK compares neither a common
 * name that it cannot read as a DNS name, such as one with an underscore, nor an address that stands in the place of a DNS name. Immutable and safe for use by
 * several threads.
 *
 * <p>The library and cert-tools have the same copy of this class, so that both give the same judgement; a test compares the copies.
 *
 * @param permitted the only names that are permitted, of each type of which there are some
 * @param excluded the names that are not permitted
 */
record IdentityConstraints(Subtrees permitted, Subtrees excluded) {
    // What a URL may have as its host; in letters of any alphabet, because an application may expect such a name.
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{M}\\p{N}_.-]+");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,10}(\\.\\d{1,10}){0,3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");
    private static final int IPV4_BYTES = 4;

    /**
     * Names of two types.
     *
     * @param domains DNS names, each with all names below it; with a dot in front only those
     * @param networks networks of addresses, each an address with its mask
     */
    record Subtrees(List<String> domains, List<byte[]> networks) {
        Subtrees {
            domains = List.copyOf(domains);
            networks = List.copyOf(networks);
        }

        boolean hasHost(String name) {
            return domains.stream().anyMatch(domain -> isWithin(name, withoutLastDots(domain)));
        }

        private static boolean isWithin(String name, String domain) {
            String end = domain.isEmpty() || domain.startsWith(".") ? domain : "." + domain;
            return name.equalsIgnoreCase(domain)
                    || name.regionMatches(true, name.length() - end.length(), end, 0, end.length());
        }

        boolean hasAddress(byte[] address) {
            return networks.stream().anyMatch(network -> isWithin(address, network));
        }

        private static boolean isWithin(byte[] address, byte[] network) {
            if (network.length != 2 * address.length) {
                return false;
            }
            for (int at = 0; at < address.length; at++) {
                if (((address[at] ^ network[at]) & network[address.length + at]) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Returns whether a {@code dNSName} is permitted. */
    boolean permitDnsName(String name) {
        return permitsHost(name) && address(name).map(this::permitsAddress).orElse(true);
    }

    /** Returns whether a common name, in a certificate without {@code dNSName}, is permitted; that of a person always is. */
    boolean permitCommonName(String name) {
        return address(name)
                .map(this::permitsAddress)
                .orElseGet(() -> !HOST.matcher(name).matches() || permitsHost(name));
    }

    private boolean permitsHost(String name) {
        String host = withoutLastDots(name);
        return (permitted.domains.isEmpty() || permitted.hasHost(host)) && !excluded.hasHost(host);
    }

    private boolean permitsAddress(byte[] address) {
        return (permitted.networks.isEmpty() || permitted.hasAddress(address)) && !excluded.hasAddress(address);
    }

    // A dot at the end makes the name absolute, and it is the same host.
    private static String withoutLastDots(String name) {
        int end = name.length();
        while (end > 0 && name.charAt(end - 1) == '.') {
            end--;
        }
        return name.substring(0, end);
    }

    /** Returns the address that a name is, in one of the forms that a URL may have. */
    private static Optional<byte[]> address(String written) {
        String name = withoutLastDots(written);
        if (IPV4.matcher(name).matches()) {
            return ipv4(name.split("\\."));
        }
        String literal = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        String address = literal.contains("%") ? literal.substring(0, literal.indexOf('%')) : literal;
        return IPV6.matcher(address).matches() ? ipv6(address) : Optional.empty();
    }

    /** The last number fills all octets that are left. */
    private static Optional<byte[]> ipv4(String[] numbers) {
        long address = 0;
        for (int at = 0; at < numbers.length; at++) {
            int octets = at == numbers.length - 1 ? IPV4_BYTES - at : 1;
            long number = Long.parseLong(numbers[at]);
            if (number >>> (octets * Byte.SIZE) != 0) {
                return Optional.empty();
            }
            address = (address << (octets * Byte.SIZE)) | number;
        }
        return Optional.of(ByteBuffer.allocate(IPV4_BYTES).putInt((int) address).array());
    }

    // With a colon it is never looked up.
    private static Optional<byte[]> ipv6(String address) {
        try {
            return Optional.of(InetAddress.getByName(address).getAddress());
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }
}
