using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace MultiLLM.Runner.Prefixes;

/// <summary>
/// A state on disk: a head of fixed size, the tokens, the state. Numbers are little-endian. Both parts carry a checksum, because the engine
/// believes what it is given.
/// </summary>
internal static class SavedPrefixFile
{
    public const string Ending = ".kv";
    public const string UnfinishedEnding = ".part";
    public const int IdentityBytes = 16;

    private const int WarmUpBytes = 64 * 1024;
    private const int WarmUpCalls = 40; // enough for the runtime to see that it is hot
    private const int MaxTokens = 16 * 1024 * 1024;

    // Offsets in the head.
    private const int IdentityAt = 8;
    private const int TokenCountAt = 24;
    private const int StateBytesAt = 32;
    private const int StateHashAt = 40;
    private const int HeadHashAt = 48; // of all before it, and of the tokens
    private const int HeadBytes = 56;

    // The last byte is the format's version.
    private static ReadOnlySpan<byte> Magic => "MLLM-KV\x01"u8;

    /// <summary>What a state is valid for, as a number of fixed size.</summary>
    public static byte[] Identity(string description) => XxHash128.Hash(System.Text.Encoding.UTF8.GetBytes(description));

    /// <summary>Lets the runtime compile the checksum well, which over a first state would take longer than writing it.</summary>
    public static void WarmUp()
    {
        var bytes = new byte[WarmUpBytes];
        for (var i = 0; i < WarmUpCalls; i++)
            XxHash3.HashToUInt64(bytes);
    }

    /// <summary>Writes a file that appears under its name when it is whole; only this user may read it.</summary>
    /// <exception cref="IOException">Not written; nothing is left behind.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static SavedPrefix Write(string path, ReadOnlySpan<byte> identity, int[] tokens, ReadOnlySpan<byte> state)
    {
        var head = Head(identity, tokens, state);
        var ids = MemoryMarshal.AsBytes<int>(tokens);
        var bytes = head.Length + ids.Length + (long)state.Length;
        var unfinished = path + UnfinishedEnding;
        try
        {
            using (var file = Create(unfinished, bytes))
            {
                file.Write(head);
                file.Write(ids);
                file.Write(state);
            }
            File.Move(unfinished, path, overwrite: true);
            return new SavedPrefix(path, tokens, bytes);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Reads the head and the tokens.</summary>
    /// <exception cref="InvalidDataException">No such file, of another identity, cut off, or altered.</exception>
    public static SavedPrefix ReadHead(string path, ReadOnlySpan<byte> identity)
    {
        using var file = Open(path);
        var head = new byte[HeadBytes];
        Fill(file, head);
        if (!Magic.SequenceEqual(head.AsSpan(0, IdentityAt)))
            throw new InvalidDataException("It is no saved state of this version.");
        if (!identity.SequenceEqual(head.AsSpan(IdentityAt, IdentityBytes)))
            throw new InvalidDataException("It belongs to another model, or to the same with other settings.");
        var count = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(TokenCountAt));
        var stateBytes = BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(StateBytesAt));
        if (count is < 1 or > MaxTokens || stateBytes is < 1 or > int.MaxValue || file.Length != HeadBytes + (4L * count) + stateBytes)
            throw new InvalidDataException("Its length is not what it says.");
        var tokens = new int[count];
        Fill(file, MemoryMarshal.AsBytes(tokens.AsSpan()));
        if (BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(HeadHashAt)) != HashOf(head, tokens))
            throw new InvalidDataException("Its head was altered.");
        return new SavedPrefix(path, tokens, file.Length);
    }

    /// <summary>Reads the state; null where memory is short.</summary>
    /// <exception cref="InvalidDataException">Cut off or altered since its head was read.</exception>
    public static StateBuffer? ReadState(SavedPrefix prefix)
    {
        using var file = Open(prefix.Path);
        var head = new byte[HeadBytes];
        Fill(file, head);
        var from = HeadBytes + (4L * prefix.Tokens.Length);
        if (file.Length != prefix.Bytes || BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(HeadHashAt)) != HashOf(head, prefix.Tokens))
            throw new InvalidDataException("It was replaced.");
        if (StateBuffer.TryCreate(prefix.Bytes - from) is not { } state)
            return null;
        try
        {
            file.Position = from;
            Fill(file, state.Bytes);
            if (BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(StateHashAt)) != XxHash3.HashToUInt64(state.Bytes))
                throw new InvalidDataException("Its state was altered.");
            return state;
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    private static byte[] Head(ReadOnlySpan<byte> identity, int[] tokens, ReadOnlySpan<byte> state)
    {
        var head = new byte[HeadBytes];
        Magic.CopyTo(head);
        identity.CopyTo(head.AsSpan(IdentityAt, IdentityBytes));
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(TokenCountAt), tokens.Length);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(StateBytesAt), state.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(StateHashAt), XxHash3.HashToUInt64(state));
        BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(HeadHashAt), HashOf(head, tokens));
        return head;
    }

    private static ulong HashOf(ReadOnlySpan<byte> head, int[] tokens)
    {
        var hash = new XxHash3();
        hash.Append(head[..HeadHashAt]);
        hash.Append(MemoryMarshal.AsBytes<int>(tokens));
        return hash.GetCurrentHashAsUInt64();
    }

    private static FileStream Create(string path, long bytes)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
            PreallocationSize = bytes, // a full disk is noticed before anything is written
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);

    private static void Fill(FileStream file, Span<byte> bytes)
    {
        if (file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new InvalidDataException("It was cut off.");
    }
}
