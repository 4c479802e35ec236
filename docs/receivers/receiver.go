// Receives renderio's webhooks with Go's own library: WEBHOOK_SECRET=whsec_… PORT=3000 go run receiver.go
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	toleranceSeconds = 300
	maxBodyBytes     = 32 << 20
)

type event struct {
	Test bool `json:"test"`
	Data struct {
		CommandID    string `json:"command_id"`
		Status       string `json:"status"`
		ErrorMessage string `json:"error_message"`
		OutputFiles  map[string]struct {
			StorageURL string `json:"storage_url"`
		} `json:"output_files"`
	} `json:"data"`
}

// Events that came before. In earnest: a unique column of your database, written together with what you do.
var seen sync.Map

// objectionTo says what is wrong with a request, or nothing when it is genuine.
// The body as it came, not parsed and written again.
func objectionTo(body []byte, headers http.Header, key []byte) string {
	id, sentAt := headers.Get("webhook-id"), headers.Get("webhook-timestamp")
	seconds, err := strconv.ParseInt(sentAt, 10, 64)
	if age := time.Now().Unix() - seconds; err != nil || age > toleranceSeconds || age < -toleranceSeconds {
		return "It was not sent within the last 5 minutes."
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.", id, sentAt)
	mac.Write(body)
	expected := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	// Several, apart by blanks, while a secret is being changed.
	for _, given := range strings.Split(headers.Get("webhook-signature"), " ") {
		if hmac.Equal([]byte(given), []byte(expected)) {
			return ""
		}
	}
	return "The signature does not fit: check WEBHOOK_SECRET."
}

func handle(body []byte) {
	var event event
	if err := json.Unmarshal(body, &event); err != nil {
		log.Print(err)
		return
	}
	command := event.Data
	switch {
	case event.Test:
		fmt.Println("ping")
	case command.Status == "FAILED":
		fmt.Println(command.CommandID, "FAILED", command.ErrorMessage)
	default:
		for alias, output := range command.OutputFiles {
			fmt.Println(command.CommandID, command.Status, alias, output.StorageURL)
		}
	}
}

func main() {
	secret := os.Getenv("WEBHOOK_SECRET")
	if secret == "" {
		log.Fatal("Set WEBHOOK_SECRET to the secret that the webhook was set with.")
	}
	// A secret that begins with whsec_ is base64 behind it, any other is text.
	key := []byte(secret)
	if strings.HasPrefix(secret, "whsec_") {
		decoded, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		if err != nil {
			log.Fatal("WEBHOOK_SECRET begins with whsec_ but is not base64 behind it.")
		}
		key = decoded
	}
	port := os.Getenv("PORT")
	if port == "" {
		port = "3000"
	}
	receive := func(response http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(response, request.Body, maxBodyBytes))
		if err != nil {
			http.Error(response, err.Error(), http.StatusRequestEntityTooLarge)
			return
		}
		if objection := objectionTo(body, request.Header, key); objection != "" {
			http.Error(response, objection, http.StatusUnauthorized)
			return
		}
		// Answered at once, within the 15 seconds that there are; what takes longer goes on beside it.
		response.WriteHeader(http.StatusNoContent)
		if _, isOld := seen.LoadOrStore(request.Header.Get("webhook-id"), true); !isOld {
			go handle(body)
		}
	}
	server := &http.Server{
		Addr:        "127.0.0.1:" + port,
		Handler:     http.HandlerFunc(receive),
		ReadTimeout: 15 * time.Second,
	}
	log.Fatal(server.ListenAndServe())
}
