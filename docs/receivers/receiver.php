<?php
// Receives renderio's webhooks with PHP alone: WEBHOOK_SECRET=whsec_… php -S 127.0.0.1:3000 receiver.php
declare(strict_types=1);

const TOLERANCE_SECONDS = 300;

/** What is wrong with a request, or null when it is genuine. The body as it came, not parsed and written again. */
function objection_to(string $body, string $id, string $sentAt, string $signatures, string $key): ?string
{
    if (!preg_match('/^\d{1,12}$/D', $sentAt) || abs(time() - (int) $sentAt) > TOLERANCE_SECONDS) {
        return 'It was not sent within the last 5 minutes.';
    }
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$sentAt.$body", $key, true));
    // Several, apart by blanks, while a secret is being changed.
    foreach (explode(' ', $signatures) as $given) {
        if (hash_equals($expected, $given)) {
            return null;
        }
    }
    return 'The signature does not fit: check WEBHOOK_SECRET.';
}

/** Whether an event comes for the first time. In earnest: a unique column of your database, written with what you do. */
function is_new(string $id): bool
{
    $folder = getenv('SEEN_FOLDER') ?: sys_get_temp_dir() . '/renderio-webhooks';
    if (!is_dir($folder)) {
        @mkdir($folder, 0700, true);
    }
    // Made by one request alone, however many come at once.
    return @fopen($folder . '/' . hash('sha256', $id), 'x') !== false;
}

function handle(array $event): void
{
    $command = $event['data'];
    if ($event['test'] ?? false) {
        say('ping');
    } elseif ($command['status'] === 'FAILED') {
        say("{$command['command_id']} FAILED {$command['error_message']}");
    } else {
        foreach ($command['output_files'] as $alias => $output) {
            say("{$command['command_id']} {$command['status']} $alias {$output['storage_url']}");
        }
    }
}

function say(string $line): void
{
    file_put_contents('php://stdout', "$line\n");
}

$secret = getenv('WEBHOOK_SECRET');
if (!$secret) {
    http_response_code(500);
    exit('Set WEBHOOK_SECRET to the secret that the webhook was set with.');
}
// A secret that begins with whsec_ is base64 behind it, any other is text.
$key = str_starts_with($secret, 'whsec_') ? base64_decode(substr($secret, 6)) : $secret;
$body = file_get_contents('php://input');
$id = $_SERVER['HTTP_WEBHOOK_ID'] ?? '';
$sentAt = $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
$objection = objection_to($body, $id, $sentAt, $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '', $key);
if ($objection !== null) {
    http_response_code(401);
    exit($objection);
}
http_response_code(204);
// Under FPM the answer goes out here, within the 15 seconds that there are; what takes longer comes after.
if (function_exists('fastcgi_finish_request')) {
    fastcgi_finish_request();
}
if (is_new($id)) {
    handle(json_decode($body, true, 512, JSON_THROW_ON_ERROR));
}
