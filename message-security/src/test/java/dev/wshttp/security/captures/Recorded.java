// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.captures;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.encoding.Undecodable;
import dev.wshttp.security.internal.encoding.WireFormat;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection.Confidentiality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder of recorded messages. */
public record Recorded(String folder) {
    private static final Pattern CREATED = Pattern.compile("<u:Created>([^<]*)</u:Created>");
    private static final Pattern SIGNATURE_VALUE = Pattern.compile("<SignatureValue>([^<]*)</SignatureValue>");
    private static final Pattern CIPHER_VALUE = Pattern.compile("<e:CipherValue>([^<]*)<");
    private static final Pattern TO = Pattern.compile("<a:To [^>]*>([^<]*)</a:To>");
    private static final Pattern CONTEXT_KEY = Pattern.compile("sct identifier=(\\S+) key=(\\S+) instance=(\\S*)");
    private static final Pattern SUITE = Pattern.compile("^(?:live-)?suite-(\\w+)--");
    private static final Pattern MESSAGE = Pattern.compile("(\\d\\d)-(request|response)\\.xml");
    private static final WireFormat ENCODINGS = new WireFormat(
            WsHttpBinding.builder().messageEncoding(WsMessageEncoding.MTOM).build());
    private static final Pattern KEY = Pattern.compile(" key=(\\S+)");

    /** The recording of WCF's sample in its default suite. */
    public static final Recorded SAMPLE = new Recorded("1-nonego-nosession");

    /** Every folder whose messages WCF itself accepted, with the suite in its name. */
    public static Stream<Recorded> accepted() {
        return Stream.of(
                SAMPLE,
                new Recorded("1-nonego-nosession--fault"),
                new Recorded("suite-Basic128--1-nonego-nosession"),
                new Recorded("suite-Basic128Sha256Rsa15--1-nonego-nosession"),
                new Recorded("suite-Basic256Rsa15--1-nonego-nosession"),
                new Recorded("suite-Basic256Sha256--1-nonego-nosession"),
                new Recorded("live-suite-Basic192--mode1"),
                new Recorded("live-suite-Basic192Rsa15--mode1"),
                new Recorded("live-suite-Basic192Sha256--mode1"),
                new Recorded("live-suite-Basic192Sha256Rsa15--mode1"),
                new Recorded("live-suite-TripleDes--mode1"),
                new Recorded("live-suite-TripleDesRsa15--mode1"),
                new Recorded("live-suite-TripleDesSha256--mode1"),
                new Recorded("live-suite-TripleDesSha256Rsa15--mode1"));
    }

    /** Folders of direct mode whose messages are in another encoding than text in UTF-8. */
    public static Stream<Recorded> encoded() {
        return Stream.of(
                new Recorded("live-mtom--mode1"),
                new Recorded("live-mtom-utf16--mode1"),
                new Recorded("live-utf16-le--mode1"),
                new Recorded("live-utf16-be--mode1"));
    }

    /** The exchanges of the folder, {@code 01} and up. */
    public Stream<Exchange> exchanges() {
        try (Stream<Path> files = Files.list(path(""))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d\\d-request\\.xml"))
                    .sorted()
                    .map(name -> new Exchange(this, name.substring(0, 2)))
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The suite that the messages use. */
    public AlgorithmSuite suite() {
        Matcher suite = SUITE.matcher(folder);
        return suite.find() ? AlgorithmSuite.named(suite.group(1)) : AlgorithmSuite.BASIC256;
    }

    /** The binding of the recorded client and service. */
    public WsHttpBinding binding() {
        return WsHttpBinding.builder()
                .negotiateServiceCredential(false)
                .establishSecurityContext(false)
                .algorithmSuite(suite())
                .build();
    }

    /** The recorded service's credentials. */
    public static ServiceCredentials serviceCredentials() {
        return new ServiceCredentials(credential("service"), trust());
    }

    /** The recorded client's credentials. */
    public static ClientCredentials clientCredentials() {
        return ClientCredentials.of(credential("client"), trust()).withServiceCertificate(path("certs", "service.crt"));
    }

    /** Trust in the authority of the recording. */
    public static CertificateTrust trust() {
        return CertificateTrust.chain(path("certs", "ca.crt"));
    }

    /** A key and certificate of the recording: service, client or evil. */
    public static X509Credential credential(String name) {
        return X509Credential.fromPem(path("certs", name + ".crt"), path("certs", name + ".key"));
    }

    /** A file of the folder; a message in the encoding that its HTTP header names is decoded. */
    public String text(String file) {
        return MESSAGE.matcher(file).matches() && has("headers.txt")
                ? new String(envelope(file), StandardCharsets.UTF_8)
                : read(path(file));
    }

    /** The octets of a file. */
    public byte[] octets(String file) {
        try {
            return Files.readAllBytes(path(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The media type with which a message went over the wire. */
    public String contentType(String file) {
        Matcher name = MESSAGE.matcher(file);
        if (!name.matches()) {
            throw new IllegalArgumentException(file + " is no message");
        }
        Matcher header = Pattern.compile(
                        "=== " + name.group(1) + " " + name.group(2) + " .*?\\nContent-Type: ([^\\r\\n]*)",
                        Pattern.DOTALL)
                .matcher(read(path("headers.txt")));
        if (!header.find()) {
            throw new IllegalArgumentException(file + " has no media type");
        }
        return header.group(1);
    }

    private byte[] envelope(String file) {
        try {
            return ENCODINGS.envelope(
                    octets(file), ENCODINGS.accept(contentType(file)).orElseThrow());
        } catch (Undecodable damaged) {
            throw new IllegalArgumentException(file, damaged);
        }
    }

    /** Whether the folder has a file. */
    public boolean has(String file) {
        return Files.exists(path(file));
    }

    /** The keys of the security contexts that the recorded service logged. */
    public List<SecurityContextKey> contextKeys() {
        return CONTEXT_KEY
                .matcher(text("keys.txt"))
                .results()
                .map(match -> new SecurityContextKey(
                        new SecurityContextToken("", match.group(1), match.group(3)),
                        SharedSecret.of(Base64.getDecoder().decode(match.group(2)))))
                .toList();
    }

    /** The time at which a message says that it was made. */
    public static Clock clockOf(String message) {
        Matcher created = CREATED.matcher(message);
        if (!created.find()) {
            throw new IllegalArgumentException("The message has no timestamp");
        }
        return Clock.fixed(Instant.parse(created.group(1)), ZoneOffset.UTC);
    }

    /** Whom a request says that it is for. */
    public static URI addressOf(String request) {
        Matcher to = TO.matcher(request);
        if (!to.find()) {
            throw new IllegalArgumentException("The message has no address");
        }
        return URI.create(to.group(1));
    }

    /** The message key that the client logged for the n-th request. */
    public String messageKey(int index) {
        Matcher key = KEY.matcher(text("client-keys.txt").lines().toList().get(index));
        if (!key.find()) {
            throw new IllegalArgumentException("The log has no such key");
        }
        return key.group(1);
    }

    private Path path(String file) {
        return path(folder, file);
    }

    static Path path(String folder, String file) {
        try {
            var base = Objects.requireNonNull(Recorded.class.getResource("/captures/README.md"));
            return Path.of(base.toURI()).resolveSibling(folder).resolve(file);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public String toString() {
        return folder;
    }

    /** A request and what came back. */
    public record Exchange(Recorded folder, String number) {
        /** The request as it went over the wire. */
        public String request() {
            return folder.text(number + "-request.xml");
        }

        /** The reply as it went over the wire. */
        public String response() {
            return folder.text(number + "-response.xml");
        }

        /** The request with every encrypted part opened. */
        public String decryptedRequest() {
            return folder.text("decrypted/" + number + "-request.xml");
        }

        /** The reply with every encrypted part opened. */
        public String decryptedResponse() {
            return folder.text("decrypted/" + number + "-response.xml");
        }

        /** Base64 of the request's signature values, primary first. */
        public List<String> signatureValues() {
            return SIGNATURE_VALUE
                    .matcher(decryptedRequest())
                    .results()
                    .map(match -> match.group(1))
                    .toList();
        }

        /** The message key that the client logged. */
        public String messageKey() {
            return folder.messageKey(Integer.parseInt(number) - 1);
        }

        /** What the recorded client remembered of its request. */
        public ProtectedMessage sent() {
            var secret = SharedSecret.of(Base64.getDecoder().decode(messageKey()));
            Matcher wrapped = CIPHER_VALUE.matcher(request());
            if (!wrapped.find()) {
                throw new IllegalArgumentException("The request has no key");
            }
            String name = sha1(Base64.getDecoder().decode(wrapped.group(1)));
            return new ProtectedMessage(
                    new byte[0], new MessageKey.Encrypted(secret, name), signatureValues(), signatures(), writer -> {});
        }

        /** Whether the signatures of the request were encrypted. */
        public Confidentiality signatures() {
            return request().contains("<SignatureValue>") ? Confidentiality.IN_CLEAR : Confidentiality.ENCRYPTED;
        }

        private static String sha1(byte[] octets) {
            try {
                return Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-1").digest(octets));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        @Override
        public String toString() {
            return folder + "/" + number;
        }
    }
}
