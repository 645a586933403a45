// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import jakarta.xml.ws.WebFault;

/** A fault that the contract declares. */
@WebFault(name = "SoldOut", targetNamespace = Shop.NAMESPACE)
public final class SoldOutException extends Exception {
    private static final long serialVersionUID = 1;

    private final Detail detail;

    /** As JAX-WS makes it. */
    public SoldOutException(String message, Detail detail) {
        super(message);
        this.detail = detail;
    }

    /** Its content. */
    public Detail getFaultInfo() {
        return detail;
    }

    /** What is missing. */
    public static final class Detail implements java.io.Serializable {
        private static final long serialVersionUID = 1;

        private String article = "";
        private int left;

        /** For JAXB. */
        public String getArticle() {
            return article;
        }

        /** For JAXB. */
        public void setArticle(String article) {
            this.article = article;
        }

        /** For JAXB. */
        public int getLeft() {
            return left;
        }

        /** For JAXB. */
        public void setLeft(int left) {
            this.left = left;
        }
    }
}
