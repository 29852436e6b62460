using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Dashboard.SignIn;

namespace MultiLLM.Dashboard.Tests.SignIn;

public sealed class SessionWatchTests : IDisposable
{
    private static readonly PersonIdentity s_ann = new("key-ann", "Ann", "user");
    private static readonly PersonIdentity s_ben = new("key-ben", "Ben", "admin");
    private readonly FakeTimeProvider _time = new();
    private readonly Revocable _keys = new();
    private readonly SessionWatch _watch;

    public SessionWatchTests() => _watch = new SessionWatch(_keys, _time);

    public void Dispose() => _watch.Dispose();

    [Fact]
    public void Watch_KeyIsRevoked_TellsItsPagesOnceAndNoOthers()
    {
        var told = new List<string>();
        using var first = _watch.Watch(s_ann, () => told.Add("first"));
        using var second = _watch.Watch(s_ann, () => told.Add("second"));
        using var other = _watch.Watch(s_ben, () => told.Add("other"));
        _time.Advance(SessionWatch.Pace);
        Assert.Empty(told);

        _keys.Revoked.Add(s_ann.Id);
        _time.Advance(3 * SessionWatch.Pace);

        Assert.Equal(["first", "second"], told);
    }

    [Fact]
    public void Watch_NoPageIsOpen_AsksNothing()
    {
        _watch.Watch(s_ann, () => { }).Dispose();
        _time.Advance(10 * SessionWatch.Pace);
        Assert.Equal(0, _keys.Asked);

        using var again = _watch.Watch(s_ann, () => { });
        _time.Advance(SessionWatch.Pace);
        Assert.Equal(1, _keys.Asked);
    }

    private sealed class Revocable : ISignIn
    {
        public HashSet<string> Revoked { get; } = [];
        public int Asked { get; private set; }

        public bool Counts(PersonIdentity person)
        {
            Asked++;
            return !Revoked.Contains(person.Id);
        }

        public Task<string?> SignInAsync(HttpContext context, string key) => throw new NotSupportedException();

        public Task SignOutAsync(HttpContext context) => throw new NotSupportedException();
    }
}
