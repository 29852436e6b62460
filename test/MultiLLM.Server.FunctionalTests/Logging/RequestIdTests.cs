using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Logging;

public sealed class RequestIdTests
{
    [Theory]
    [InlineData("my-id_1.2", true)]
    [InlineData("with space", false)]
    [InlineData("a\"quote", false)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", true)]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234", false)]
    public async Task Header_CallersId_IsTakenWithinLimits(string id, bool taken)
    {
        await using var service = await TestService.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/models");
        request.Headers.TryAddWithoutValidation("x-request-id", id);
        using var response = await service.Http.SendAsync(request);

        var told = response.Headers.GetValues("x-request-id").Single();
        Assert.Equal(taken, told == id);
        if (!taken)
            Assert.Matches("^req-[0-9a-f]{32}$", told);
    }

    [Fact]
    public async Task Header_Error_HasItToo()
    {
        await using var service = await TestService.StartAsync();
        using var response = await service.Http.GetAsync("/nowhere");

        Assert.Matches("^req-[0-9a-f]{32}$", response.Headers.GetValues("x-request-id").Single());
        Assert.Matches("^[0-9a-f]{32}$", response.Headers.GetValues("x-trace-id").Single());
    }
}
