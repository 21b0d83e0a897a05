using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AIDialogues.Events.Worker.Backup;

/// <summary>Seals what is written to it, piece by piece; disposing writes the last one.</summary>
internal sealed class SealingStream(Stream file, AesGcm aes) : Stream
{
    private readonly byte[] piece = new byte[SealedFile.Piece];
    private int filled;
    private long number;
    private bool ended;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            if (filled == piece.Length) Leave(last: false);
            int taken = Math.Min(buffer.Length, piece.Length - filled);
            buffer[..taken].CopyTo(piece.AsSpan(filled));
            filled += taken;
            buffer = buffer[taken..];
        }
    }

    public override void Flush()
    {
        // Only whole pieces leave.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !ended)
        {
            ended = true;
            Leave(last: true);
            aes.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Leave(bool last)
    {
        byte[] kept = new byte[4 + SealedFile.TagSize + filled];
        BinaryPrimitives.WriteInt32BigEndian(kept, last ? -filled - 1 : filled);
        aes.Encrypt(SealedFile.NonceOf(number++, last), piece.AsSpan(0, filled), kept.AsSpan(4 + SealedFile.TagSize), kept.AsSpan(4, SealedFile.TagSize));
        file.Write(kept);
        filled = 0;
    }
}

/// <summary>Reads what <see cref="SealingStream"/> wrote. The end of the file before the last piece is an error, not an end.</summary>
internal sealed class OpeningStream(Stream file, AesGcm aes) : Stream
{
    private byte[] piece = [];
    private int at;
    private long number;
    private bool last;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (at == piece.Length)
        {
            if (last) return 0;
            Next();
        }

        int taken = Math.Min(buffer.Length, piece.Length - at);
        piece.AsSpan(at, taken).CopyTo(buffer);
        at += taken;
        return taken;
    }

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) aes.Dispose();
        base.Dispose(disposing);
    }

    private void Next()
    {
        byte[] head = new byte[4 + SealedFile.TagSize];
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length) throw new BackupException("The backup ends too early: a part is missing.");
        int length = BinaryPrimitives.ReadInt32BigEndian(head);
        last = length < 0;
        if (last) length = -(length + 1);
        if (length > SealedFile.Piece) throw new BackupException("The backup is damaged.");
        byte[] kept = new byte[length];
        if (file.ReadAtLeast(kept, length, throwOnEndOfStream: false) < length) throw new BackupException("The backup ends too early: a part is missing.");
        piece = new byte[length];
        at = 0;
        try
        {
            aes.Decrypt(SealedFile.NonceOf(number, last), kept, head.AsSpan(4), piece);
        }
        catch (CryptographicException wrong)
        {
            throw new BackupException(number == 0 ? "The key does not open this backup, or its beginning was changed." : $"The backup was changed at piece {number}.", wrong);
        }

        number++;
    }
}
