using System.Buffers;
using System.Text.Unicode;

namespace MultiLLM.Core.Backends.Sse;

/// <summary>
/// Takes the bytes of a text/event-stream as they come and stops at each event that has data. The bytes of a line are dealt with one piece at a
/// time, so nothing but the data of one event is ever kept, and it makes no difference where the pieces were cut. Event types, ids and retry times are read over.
/// </summary>
/// <remarks>
/// Own code because System.Net.ServerSentEvents buffers a line or an event of up to a gigabyte, passes over half an event at the end in
/// silence, and checks no UTF-8.
/// </remarks>
internal sealed class EventStreamDecoder(ReplyLimits limits) : IDisposable
{
    private const int UsualBuffer = 4096;

    private byte[] _data = ArrayPool<byte>.Shared.Rent(UsualBuffer);
    private int _length;
    private int _noise;
    private int _matched;
    private Place _place = Place.Mark;
    private bool _hasData;
    private bool _afterReturn;
    private bool _complete;

    private enum Place
    {
        /// <summary>Where a byte order mark may stand.</summary>
        Mark,
        LineStart,
        Name,

        /// <summary>After the colon of a data line, where one space does not count.</summary>
        Space,
        Data,
        Ignored,
    }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];
    private static ReadOnlySpan<byte> DataField => "data"u8;

    /// <summary>Of the event that is complete, or as far as it has come.</summary>
    public ReadOnlyMemory<byte> Data => _data.AsMemory(0, _length);

    /// <summary>Whether the stream may end here: nothing of an event is pending.</summary>
    public bool IsBetweenEvents => _complete || (!_hasData && _place is Place.Mark or Place.LineStart or Place.Ignored);

    /// <summary>Takes bytes up to the end of the next event, or all of them.</summary>
    public DecodeStep Decode(ReadOnlySpan<byte> bytes, out int taken)
    {
        if (_complete)
            (_complete, _hasData, _length, _noise) = (false, false, 0, 0);
        taken = 0;
        while (taken < bytes.Length)
        {
            var step = Take(bytes[taken..], out var used);
            taken += used;
            if (step != DecodeStep.More)
                return step;
        }
        return DecodeStep.More;
    }

    public void Dispose()
    {
        var data = Interlocked.Exchange(ref _data, []);
        _length = 0;
        if (data.Length > 0)
            ArrayPool<byte>.Shared.Return(data);
    }

    private DecodeStep Take(ReadOnlySpan<byte> bytes, out int used)
    {
        used = 0;
        var first = bytes[0];
        if (_place == Place.Mark)
        {
            if (first == ByteOrderMark[_matched])
            {
                used = 1;
                if (++_matched == ByteOrderMark.Length)
                    (_place, _matched) = (Place.LineStart, 0);
                return DecodeStep.More;
            }
            // Half a mark is the beginning of a field with a strange name.
            _place = _matched > 0 ? Place.Ignored : Place.LineStart;
        }
        if (_afterReturn)
        {
            _afterReturn = false;
            if (first == '\n')
            {
                used = 1;
                return Noise(1);
            }
        }
        if (first is (byte)'\r' or (byte)'\n')
        {
            used = 1;
            _afterReturn = first == '\r';
            return EndLine();
        }
        switch (_place)
        {
            case Place.LineStart or Place.Name:
                used = 1;
                return TakeName(first);
            case Place.Space:
                _place = Place.Data;
                used = first == ' ' ? 1 : 0;
                return DecodeStep.More;
            default:
                var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
                used = end < 0 ? bytes.Length : end;
                return _place == Place.Data ? Append(bytes[..used]) : Noise(used);
        }
    }

    private DecodeStep TakeName(byte next)
    {
        if (_place == Place.LineStart)
            (_place, _matched) = (Place.Name, 0);
        if (_matched < DataField.Length && next == DataField[_matched])
        {
            _matched++;
            return DecodeStep.More;
        }
        if (_matched == DataField.Length && next == ':')
        {
            _place = Place.Space;
            return BeginDataLine();
        }
        _place = Place.Ignored;
        return Noise(1 + _matched);
    }

    private DecodeStep EndLine()
    {
        var place = _place;
        _place = Place.LineStart;
        if (place == Place.LineStart)
            return EndEvent();
        if (place == Place.Name && _matched == DataField.Length)
            return BeginDataLine(); // without a colon: an empty line of data
        return Noise(1);
    }

    private DecodeStep EndEvent()
    {
        if (_length == 0)
        {
            _hasData = false;
            return Noise(1);
        }
        _complete = true;
        return Utf8.IsValid(_data.AsSpan(0, _length)) ? DecodeStep.Event : DecodeStep.NotUtf8;
    }

    private DecodeStep BeginDataLine()
    {
        if (_hasData)
            return Append("\n"u8);
        _hasData = true;
        return Noise(DataField.Length + 1);
    }

    private DecodeStep Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > limits.EventBytes - _length)
            return DecodeStep.EventTooLarge;
        if (_data.Length - _length < bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + bytes.Length, Math.Min(_data.Length * 2, limits.EventBytes)));
            _data.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_data);
            _data = larger;
        }
        bytes.CopyTo(_data.AsSpan(_length));
        _length += bytes.Length;
        return DecodeStep.More;
    }

    private DecodeStep Noise(int bytes)
    {
        if (bytes > limits.NoiseBytes - _noise)
            return DecodeStep.TooMuchNoise;
        _noise += bytes;
        return DecodeStep.More;
    }
}

internal enum DecodeStep
{
    More,
    Event,
    EventTooLarge,
    TooMuchNoise,
    NotUtf8,
}
