using System.Buffers;
using System.IO.Pipelines;

namespace AIDialogues.Events.MailSink.Smtp;

/// <summary>Reads lines that end in CR LF; a line over its limit is read to its end and thrown away, never gathered.</summary>
internal sealed class SmtpLines(Stream stream)
{
    private static readonly byte[] EndOfLine = "\r\n"u8.ToArray();

    private readonly PipeReader reader = PipeReader.Create(stream);

    /// <summary>Null at the end of the stream. A half line at the end is not a line.</summary>
    public async Task<SmtpLine?> ReadAsync(int longest, CancellationToken ct)
    {
        var tooLong = false;
        while (true)
        {
            var read = await reader.ReadAsync(ct);
            var end = Find(read.Buffer);
            if (end is { } found)
            {
                var line = read.Buffer.Slice(0, found);
                tooLong |= line.Length > longest;
                var result = new SmtpLine(tooLong ? [] : line.ToArray(), tooLong);
                reader.AdvanceTo(read.Buffer.GetPosition(2, found));
                return result;
            }

            if (read.IsCompleted) return null;
            if (read.Buffer.Length > longest + 1)
            {
                // The last byte may be the CR of the line's end.
                tooLong = true;
                reader.AdvanceTo(read.Buffer.GetPosition(read.Buffer.Length - 1), read.Buffer.End);
            }
            else
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
    }

    private static SequencePosition? Find(ReadOnlySequence<byte> buffer)
    {
        var bytes = new SequenceReader<byte>(buffer);
        return bytes.TryReadTo(out ReadOnlySequence<byte> line, EndOfLine, advancePastDelimiter: false) ? line.End : null;
    }
}

internal sealed record SmtpLine(byte[] Bytes, bool TooLong)
{
    /// <summary>A lone CR or LF is how a second letter is smuggled past a server that reads lines otherwise.</summary>
    public bool HasStrayLineEnd => Bytes.AsSpan().IndexOfAny((byte)'\r', (byte)'\n') >= 0;
}
