using MultiLLM.Dashboard.SignIn;

namespace MultiLLM.Dashboard.Tests.SignIn;

public sealed class SignInPageTests
{
    [Theory]
    [InlineData("/ui/models?task=code#x", "/ui/models?task=code#x")]
    [InlineData("/", "/")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("ui/models", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/a\r\nSet-Cookie: x=y", "/")]
    public void PathOf_OnlyPagesOfThisService(string? to, string expected) => Assert.Equal(expected, SignInPage.PathOf(to));
}
