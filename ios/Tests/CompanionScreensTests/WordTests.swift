import CompanionKit
import Foundation
import XCTest

@testable import CompanionScreens

final class WordTests: XCTestCase {
    func test_every_failure_has_words_of_its_own_in_both_languages() throws {
        let failures: [CompanionFailure] = [
            .invalidInput(field: "name"), .keptElsewhere, .needsUnlock, .needsSignIn, .offline(retryAfter: nil),
            .rejected, .storageFull, .storageDamaged, .needsUpdate, .paused, .unexpected(code: "store-7"),
        ]
        for language in ["en", "ja"] {
            let said = try failures.map { try Word.of($0).spoken(in: language) }
            XCTAssertEqual(Set(said).count, failures.count)
            XCTAssertTrue(said.allSatisfy { !$0.hasPrefix("failure_") }, "\(said)")
            XCTAssertTrue(said[10].contains("store-7"))
        }
    }

    func test_a_word_takes_its_parts_in_the_order_of_the_language() throws {
        let partly = Word.totalPartly("Energy", "480 kcal", 3, 4)
        XCTAssertEqual(try partly.spoken(in: "en"), "Energy: 480 kcal, known for 3 of 4")
        XCTAssertEqual(try partly.spoken(in: "ja"), "Energy 480 kcal（4品のうち3品の合計）")
        XCTAssertEqual(try Word.person("佐藤 恵子").spoken(in: "ja"), "佐藤 恵子さん")
    }

    func test_times_and_numbers_are_those_of_the_reader() {
        let tokyo = TimeZone(identifier: "Asia/Tokyo")!
        let noon = Date(timeIntervalSince1970: 1_795_316_400)  // 2026-11-22T12:00:00+09:00
        let english = Formats(locale: Locale(identifier: "en_US"), zone: tokyo)
        XCTAssertEqual(english.whole(3482), "3,482")
        XCTAssertTrue(english.time(noon).hasPrefix("12:00"), english.time(noon))
        XCTAssertEqual(Formats(locale: Locale(identifier: "ja_JP"), zone: tokyo).time(noon), "12:00")
    }
}
