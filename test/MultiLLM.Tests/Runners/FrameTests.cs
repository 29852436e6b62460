using System.Net.Sockets;
using CsCheck;
using Google.Protobuf;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Runners;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Runners;

public sealed class FrameTests
{
    [Fact]
    public async Task Read_AnyMessagesInAnyPieces_ArriveWholeAndInOrder() =>
        await Gen.Select(Gen.Int[0, 200_000].Array[0, 20], Gen.Int[1, 100_000]).SampleAsync(
            async (lengths, pieceLength) =>
            {
                using var pair = SocketPair.Create();
                var stream = new MemoryStream();
                foreach (var (i, length) in lengths.Index())
                    Delta((ulong)i, new string('x', length)).WriteDelimitedTo(stream);
                var sending = SendInPiecesAsync(pair.Far, stream.ToArray(), pieceLength);

                using var reader = new FrameReader(pair.Near);
                foreach (var (i, length) in lengths.Index())
                {
                    FromRunner? message;
                    while ((message = reader.TryRead()) is null)
                        Assert.True(await reader.FillAsync(CancellationToken.None));
                    Assert.Equal(((ulong)i, length), (message.RequestId, message.Delta.Text.Length));
                }
                await sending;
                Assert.False(await reader.FillAsync(CancellationToken.None));
            },
            iter: 60, threads: 2);

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x81, 0x80, 0x80, 0x20 })] // 64 MiB and one byte
    [InlineData(new byte[] { 0x03, 0xFF, 0xFF, 0xFF })]
    public async Task Read_BrokenProtocol_IsRefusedAtOnce(byte[] bytes)
    {
        using var pair = SocketPair.Create();
        await pair.Far.SendAsync(bytes);
        using var reader = new FrameReader(pair.Near);

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            while (reader.TryRead() is null)
                Assert.True(await reader.FillAsync(CancellationToken.None));
        });
    }

    [Fact]
    public async Task Post_ManyAtOnceOverAFullSocket_AllArriveWholeAndInEachSendersOrder()
    {
        using var pair = SocketPair.Create();
        var writer = new FrameWriter(pair.Near);
        const int Senders = 8, Each = 200;

        var posting = Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                Assert.True(writer.Post(new ToRunner
                {
                    RequestId = (ulong)((sender * Each) + i), Generate = new Generate { Text = new string('y', i * 50) },
                }));
            }
        })).ToArray();
        var seen = new List<ulong>();
        await using var stream = new NetworkStream(pair.Far);
        while (seen.Count < Senders * Each)
        {
            var message = await Task.Run(() => ToRunner.Parser.ParseDelimitedFrom(stream));
            Assert.Equal((int)(message.RequestId % Each) * 50, message.Generate.Text.Length);
            seen.Add(message.RequestId);
        }
        await Task.WhenAll(posting);

        Assert.Equal(Senders * Each, seen.Distinct().Count());
        Assert.All(seen.GroupBy(id => id / Each), group => Assert.Equal(group.Order(), group));
    }

    [Fact]
    public async Task Post_PeerGone_IsRefusedNotThrown()
    {
        using var pair = SocketPair.Create();
        var writer = new FrameWriter(pair.Near);
        pair.Far.Dispose();

        await Eventually.HoldsAsync(() => !writer.Post(new ToRunner { Shutdown = new Shutdown() }), "the writer notices");
    }

    private static FromRunner Delta(ulong id, string text) => new() { RequestId = id, Delta = new GenerationDelta { Text = text } };

    private static async Task SendInPiecesAsync(Socket socket, byte[] bytes, int pieceLength)
    {
        for (var at = 0; at < bytes.Length; at += pieceLength)
            await socket.SendAsync(bytes.AsMemory(at, Math.Min(pieceLength, bytes.Length - at)));
        socket.Shutdown(SocketShutdown.Send);
    }
}
