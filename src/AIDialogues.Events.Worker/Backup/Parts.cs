using System.Buffers.Binary;
using System.Text;

namespace AIDialogues.Events.Worker.Backup;

/// <summary>Named parts one after the other, each as blocks with their length before them, an empty one at its end.</summary>
internal sealed class PartWriter(Stream into)
{
    public void Write(string name, Stream content)
    {
        Begin(name);
        byte[] block = new byte[32 * 1024];
        for (int read; (read = content.Read(block)) > 0;) Block(block.AsSpan(0, read));
        Block([]);
    }

    public void Write(string name, byte[] content)
    {
        Begin(name);
        if (content.Length > 0) Block(content);
        Block([]);
    }

    private void Begin(string name) => Block(Encoding.UTF8.GetBytes(name));

    private void Block(ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        into.Write(length);
        into.Write(bytes);
    }
}

internal sealed class PartReader(Stream from)
{
    private const int MostBlock = 64 * 1024 * 1024;

    /// <summary>The next part; the one before must have been read to its end. Null: there is none left.</summary>
    public (string Name, Stream Content)? Next() => ReadBlock() is { } name ? (Encoding.UTF8.GetString(name), new Content(this)) : null;

    /// <summary>Null at the very end.</summary>
    private byte[]? ReadBlock()
    {
        byte[] length = new byte[4];
        int read = from.ReadAtLeast(length, 4, throwOnEndOfStream: false);
        if (read == 0) return null;
        int size = BinaryPrimitives.ReadInt32BigEndian(length);
        if (read < 4 || size is < 0 or > MostBlock) throw new BackupException("The backup is damaged.");
        byte[] block = new byte[size];
        from.ReadExactly(block);
        return block;
    }

    private sealed class Content(PartReader reader) : Stream
    {
        private byte[]? block = [];
        private int at;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            while (block is not null && at == block.Length)
            {
                block = reader.ReadBlock() ?? throw new BackupException("The backup ends too early: a part is missing.");
                at = 0;
                if (block.Length == 0) block = null;
            }

            if (block is null) return 0;
            int taken = Math.Min(count, block.Length - at);
            Array.Copy(block, at, buffer, offset, taken);
            at += taken;
            return taken;
        }

        public override void Flush()
        {
            // Nothing is written.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
