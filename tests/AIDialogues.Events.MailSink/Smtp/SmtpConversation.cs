using System.Text;

namespace AIDialogues.Events.MailSink.Smtp;

/// <summary>One connection, after RFC 5321: greeting, then commands in their order until QUIT or silence.</summary>
internal sealed class SmtpConversation(Stream stream, int connection, SmtpLimits limits, TimeProvider clock, Func<SmtpStep, SmtpReply?> script, Func<ReceivedMail, Task> keep)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SmtpLines lines = new(stream);
    private readonly List<string> recipients = [];
    private string? sender;
    private bool greeted;
    private bool international;
    private int commands;
    private bool closing;

    public async Task RunAsync(CancellationToken ct)
    {
        await AnswerAsync(Step(SmtpCommand.Connect), 220, "localhost ESMTP AIDialogues mail sink", ct);
        while (!closing)
        {
            if (await ReadAsync(limits.CommandLine, ct) is not { } line) return;
            commands++;
            if (line.TooLong) await SayAsync(500, "5.5.2 Line too long", ct);
            else if (line.HasStrayLineEnd || !TryDecode(line.Bytes, out var text)) await SayAsync(500, "5.5.2 Not a command", ct);
            else await ObeyAsync(text, ct);
        }
    }

    private Task ObeyAsync(string line, CancellationToken ct)
    {
        var verb = line.Split(' ', 2)[0].ToUpperInvariant();
        var other = Step(SmtpCommand.Other);
        return verb switch
        {
            "EHLO" or "HELO" => HelloAsync(verb, line, ct),
            "MAIL" => MailAsync(line, ct),
            "RCPT" => RecipientAsync(line, ct),
            "DATA" => DataAsync(line, ct),
            "RSET" => ResetAsync(other, ct),
            "NOOP" => AnswerAsync(other, 250, "2.0.0 OK", ct),
            "HELP" => AnswerAsync(other, 214, "2.0.0 RFC 5321", ct),
            "VRFY" => AnswerAsync(other, 252, "2.5.2 Send and see", ct),
            "QUIT" => QuitAsync(other, ct),
            "EXPN" or "STARTTLS" or "AUTH" or "TURN" => AnswerAsync(other, 502, "5.5.1 Not offered", ct),
            _ => AnswerAsync(other, 500, "5.5.2 Unknown command", ct),
        };
    }

    private async Task HelloAsync(string verb, string line, CancellationToken ct)
    {
        if (line.Length <= 5) { await SayAsync(501, "5.5.4 Say who you are", ct); return; }
        Forget();
        greeted = true;
        string[] offers = verb == "EHLO" ? ["localhost", "PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", $"SIZE {limits.Message}"] : ["localhost"];
        await AnswerAsync(Step(SmtpCommand.Hello), 250, string.Join('\n', offers), ct);
    }

    private async Task MailAsync(string line, CancellationToken ct)
    {
        if (!greeted) { await SayAsync(503, "5.5.1 EHLO first", ct); return; }
        if (sender is not null) { await SayAsync(503, "5.5.1 One sender at a time", ct); return; }
        if (SmtpPath.Parse(line, "MAIL FROM:") is not { } path || (path.Address.Length > 0 && !path.IsMailbox)) { await SayAsync(501, "5.1.7 MAIL FROM:<address>", ct); return; }
        var utf8 = path.Parameters.Contains("SMTPUTF8", StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in path.Parameters)
        {
            if (parameter.StartsWith("SIZE=", StringComparison.OrdinalIgnoreCase))
            {
                if (!long.TryParse(parameter.AsSpan(5), out var size)) { await SayAsync(501, "5.5.4 SIZE needs a number", ct); return; }
                if (size > limits.Message) { await SayAsync(552, "5.3.4 Message too big", ct); return; }
            }
            else if (!parameter.Equals("SMTPUTF8", StringComparison.OrdinalIgnoreCase) && !parameter.StartsWith("BODY=", StringComparison.OrdinalIgnoreCase))
            {
                await SayAsync(555, "5.5.4 Unknown parameter", ct);
                return;
            }
        }

        if (!utf8 && !path.IsAscii) { await SayAsync(553, "5.6.7 Such an address needs SMTPUTF8", ct); return; }
        if (await AnswerAsync(Step(SmtpCommand.MailFrom) with { Sender = path.Address }, 250, "2.1.0 OK", ct)) (sender, international) = (path.Address, utf8);
    }

    private async Task RecipientAsync(string line, CancellationToken ct)
    {
        if (sender is null) { await SayAsync(503, "5.5.1 MAIL first", ct); return; }
        if (SmtpPath.Parse(line, "RCPT TO:") is not { IsMailbox: true } path) { await SayAsync(501, "5.1.3 RCPT TO:<address>", ct); return; }
        if (path.Parameters.Count > 0) { await SayAsync(555, "5.5.4 Unknown parameter", ct); return; }
        if (!international && !path.IsAscii) { await SayAsync(553, "5.6.7 Such an address needs SMTPUTF8", ct); return; }
        if (recipients.Count >= limits.Recipients) { await SayAsync(452, "4.5.3 Too many recipients", ct); return; }
        if (await AnswerAsync(Step(SmtpCommand.RcptTo) with { Recipient = path.Address }, 250, "2.1.5 OK", ct)) recipients.Add(path.Address);
    }

    private async Task DataAsync(string line, CancellationToken ct)
    {
        if (line.Trim().Length != 4) { await SayAsync(501, "5.5.4 DATA takes no argument", ct); return; }
        if (sender is null) { await SayAsync(503, "5.5.1 MAIL first", ct); return; }
        if (recipients.Count == 0) { await SayAsync(554, "5.5.1 No recipient was accepted", ct); return; }
        if (!await AnswerAsync(Step(SmtpCommand.Data), 354, "End with a dot on its own line", ct)) return;

        var (raw, fault) = await ReadLetterAsync(ct);
        if (closing) return;
        if (fault is { } refused) { Forget(); await SayAsync(refused.Code, refused.Text, ct); return; }
        var mail = new ReceivedMail($"{Guid.NewGuid():n}", sender, [.. recipients], raw, clock.GetUtcNow());
        var step = Step(SmtpCommand.Body) with { Mail = mail };
        Forget();
        await AnswerAsync(step, 250, "2.0.0 Kept as " + mail.Id, ct);
    }

    private async Task<(byte[] Raw, (int Code, string Text)? Fault)> ReadLetterAsync(CancellationToken ct)
    {
        using var letter = new MemoryStream();
        (int, string)? fault = null;
        while (await ReadAsync(limits.TextLine + 1, ct) is { } line)
        {
            if (line.Bytes is [(byte)'.'] && !line.TooLong) return (letter.ToArray(), fault);
            var start = line.Bytes is [(byte)'.', ..] ? 1 : 0;
            if (line.TooLong || line.Bytes.Length - start > limits.TextLine) fault ??= (554, "5.6.0 A line is longer than 998 octets");
            if (line.HasStrayLineEnd) fault ??= (554, "5.6.0 A line ends in a lone CR or LF");
            if (letter.Length + line.Bytes.Length > limits.Message) fault ??= (552, "5.3.4 Message too big");
            if (fault is not null) continue;
            letter.Write(line.Bytes.AsSpan(start));
            letter.Write("\r\n"u8);
        }

        // The sender went away before its final dot: RFC 5321 says that nothing was sent.
        closing = true;
        return ([], null);
    }

    private async Task ResetAsync(SmtpStep step, CancellationToken ct)
    {
        Forget();
        await AnswerAsync(step, 250, "2.0.0 OK", ct);
    }

    private async Task QuitAsync(SmtpStep step, CancellationToken ct)
    {
        await AnswerAsync(step, 221, "2.0.0 Bye", ct);
        closing = true;
    }

    /// <summary>Asks the script, then answers; true when what was asked is accepted.</summary>
    private async Task<bool> AnswerAsync(SmtpStep step, int usualCode, string usualText, CancellationToken ct)
    {
        var scripted = script(step);
        if (scripted?.Before is { } before) await before();
        if (scripted is { Delay: var delay } && delay > TimeSpan.Zero) await Task.Delay(delay, clock, ct);
        var (code, text) = scripted switch
        {
            { Code: { } said } => (said, scripted.Text),
            { Closes: true } => (0, ""),
            _ => (usualCode, usualText),
        };
        var accepted = code is >= 200 and < 400;
        if (step.Mail is { } mail && (accepted || scripted is { Keeps: true })) (code, text) = await KeepAsync(mail, code, text);
        closing |= scripted is { Closes: true };
        if (code != 0) await SayAsync(code, text, ct);
        return accepted;
    }

    // Kept before it is acknowledged: a letter that was promised is never lost.
    private async Task<(int Code, string Text)> KeepAsync(ReceivedMail mail, int code, string text)
    {
        try
        {
            await keep(mail);
            return (code, text);
        }
        catch (IOException)
        {
            return (452, "4.3.1 The letter could not be written to disk");
        }
    }

    private async Task SayAsync(int code, string text, CancellationToken ct)
    {
        var parts = text.Split('\n');
        var reply = string.Concat(parts.Select((part, i) => $"{code}{(i < parts.Length - 1 ? '-' : ' ')}{part}\r\n"));
        await stream.WriteAsync(Encoding.UTF8.GetBytes(reply), ct);
    }

    private async Task<SmtpLine?> ReadAsync(int longest, CancellationToken ct)
    {
        using var idle = new CancellationTokenSource(limits.Idle, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, idle.Token);
        return await lines.ReadAsync(longest, either.Token);
    }

    private SmtpStep Step(SmtpCommand command) => new(command, connection, commands) { Sender = sender, Recipients = [.. recipients] };

    private void Forget()
    {
        sender = null;
        international = false;
        recipients.Clear();
    }

    private static bool TryDecode(byte[] bytes, out string text)
    {
        try
        {
            text = Strict.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }
}
